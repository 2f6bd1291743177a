package privacy.mask_personal_data_test

import data.privacy.mask_personal_data as policy

test_personal_data_without_a_mask_is_found if {
	found := policy.deny with input as assets("snowflake", [email]) with data.parameters as parameters
	found == {{
		"asset": "sql:mart.customers",
		"field": "email",
		"fact": "masking",
		"msg": "mart.customers.email holds e-mail addresses and nothing masks it",
	}}
}

test_masked_personal_data_passes if {
	every fact in [{"masking": "governance.mask_email"}, {"tags": {"GOVERNANCE.PII": "email"}}] {
		masked := object.union(email, fact)
		count(policy.deny) == 0 with input as assets("snowflake", [masked]) with data.parameters as parameters
	}
}

test_a_tag_that_carries_no_mask_does_not_count if {
	tagged := object.union(email, {"tags": {"pii": "email"}})
	count(policy.deny) == 1 with input as assets("snowflake", [tagged]) with data.parameters as parameters
}

test_an_unknown_mask_or_tag_is_undecided if {
	every name in ["masking", "tags"] {
		unknown := object.union(email, {"unknown": [name]})
		count(policy.deny) == 0 with input as assets("snowflake", [unknown]) with data.parameters as parameters
		count(policy.undecided) == 1 with input as assets("snowflake", [unknown]) with data.parameters as parameters
	}
}

test_unknown_tags_leave_no_doubt_where_no_tag_carries_a_mask if {
	unknown := object.union(email, {"unknown": ["tags"]})
	without := {"PII002": object.union(parameters.PII002, {"masked_by_tags": []})}
	count(policy.deny) == 1 with input as assets("snowflake", [unknown]) with data.parameters as without
}

test_a_platform_that_cannot_mask_passes if {
	count(policy.deny) == 0 with input as assets("postgres", [email]) with data.parameters as parameters
}

test_kinds_that_need_no_mask_pass if {
	city := {"name": "city", "personal_data": {"kind": "locations", "evidence": "name"}}
	count(policy.deny) == 0 with input as assets("snowflake", [city]) with data.parameters as parameters
}

test_a_dbt_model_is_held_to_the_masks_it_shows if {
	masked := {"name": "phone", "masking": "mask_phone", "personal_data": {"kind": "phone numbers", "evidence": "name"}}
	count(policy.deny) == 1 with input as assets("dbt", [email, masked]) with data.parameters as parameters
	count(policy.deny) == 0 with input as assets("dbt", [email]) with data.parameters as parameters
}

test_a_dbt_model_whose_mask_is_set_elsewhere_masks if {
	masked := {"name": "phone", "unknown": ["masking"]}
	count(policy.deny) == 1 with input as assets("dbt", [email, masked]) with data.parameters as parameters
}

assets(platform, fields) := {"assets": [{"id": "sql:mart.customers", "kind": "table", "platform": platform, "name": "mart.customers", "fields": fields}]}

email := {"name": "email", "type": "string", "personal_data": {"kind": "e-mail addresses", "evidence": "name"}}

parameters := {"PII002": {"platforms": ["snowflake"], "masked_by_tags": ["governance.pii"], "except_kinds": ["locations"]}}

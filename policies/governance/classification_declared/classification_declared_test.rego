package governance.classification_declared_test

import data.governance.classification_declared as policy

test_unclassified_personal_data_is_found if {
	found := policy.deny with input as asset({}) with data.parameters as parameters
	found == {{
		"asset": "dbt:model.crm.contacts",
		"fact": "classification",
		"msg": "contacts holds e-mail addresses, and declares no classification",
	}}
}

test_a_class_on_the_asset_or_a_field_passes if {
	every facts in [{"classification": "restricted"}, {"fields": [{"name": "email", "classification": "restricted"}]}] {
		count(policy.deny) == 0 with input as asset(facts) with data.parameters as parameters
	}
}

test_other_data_and_other_platforms_pass if {
	every facts in [{"holds_personal_data": []}, {"platform": "postgres"}, {"kind": "view"}, {"id": "sql:a", "partial": true}] {
		count(policy.deny) == 0 with input as asset(facts) with data.parameters as parameters
	}
}

test_what_cannot_be_told_is_undecided if {
	every facts in [{"unknown": ["classification"]}, {"fields": [{"name": "email", "unknown": ["tags"]}]}] {
		count(policy.deny) == 0 with input as asset(facts) with data.parameters as parameters
		count(policy.undecided) == 1 with input as asset(facts) with data.parameters as parameters
	}
}

asset(facts) := {"assets": [object.union(
	{
		"id": "dbt:model.crm.contacts",
		"name": "contacts",
		"kind": "model",
		"platform": "dbt",
		"holds_personal_data": ["e-mail addresses"],
		"fields": [{"name": "email"}],
	},
	facts,
)]}

parameters := {"CLS001": {"platforms": ["dbt"]}}

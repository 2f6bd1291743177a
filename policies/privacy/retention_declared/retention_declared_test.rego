package privacy.retention_declared_test

import data.privacy.retention_declared as policy

test_personal_data_without_an_end_is_found if {
	found := policy.deny with input as asset({"kind": "contract"}) with data.parameters as parameters
	found == {{
		"asset": "odcs:crm.contacts",
		"fact": "retention",
		"msg": "crm.contacts holds e-mail addresses and phone numbers, and does not say how long it is kept",
	}}
}

test_a_table_of_a_platform_that_can_say_it_is_found if {
	count(policy.deny) == 1 with input as asset({"kind": "table", "platform": "bigquery"}) with data.parameters as parameters
	count(policy.deny) == 0 with input as asset({"kind": "table", "platform": "postgres"}) with data.parameters as parameters
	elsewhere := {"id": "sql:crm.contacts", "kind": "table", "platform": "bigquery", "partial": true}
	count(policy.deny) == 0 with input as asset(elsewhere) with data.parameters as parameters
}

test_a_declared_time_passes if {
	every retention in ["P2Y", {"days": 730}, 730] {
		count(policy.deny) == 0 with input as asset({"kind": "contract", "retention": retention}) with data.parameters as parameters
	}
}

test_other_data_passes if {
	count(policy.deny) == 0 with input as {"assets": [{"id": "a", "name": "a", "kind": "contract"}]} with data.parameters as parameters
}

test_what_cannot_be_told_is_undecided if {
	unknown := asset({"kind": "contract", "unknown": ["retention"]})
	count(policy.deny) == 0 with input as unknown with data.parameters as parameters
	count(policy.undecided) == 1 with input as unknown with data.parameters as parameters
}

asset(facts) := {"assets": [object.union(
	{
		"id": "odcs:crm.contacts",
		"name": "crm.contacts",
		"platform": "odcs",
		"holds_personal_data": ["e-mail addresses", "phone numbers"],
	},
	facts,
)]}

parameters := {"RET001": {"kinds": ["contract"], "platforms": ["bigquery"]}}

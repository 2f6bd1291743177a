package governance.contract_kept_test

import data.governance.contract_kept as policy

test_a_promised_column_that_is_not_selected_is_found if {
	found := policy.deny with input as model({"contract": {"enforced": true}})
	found == {
		{
			"asset": "dbt:model.crm.contacts",
			"field": "email",
			"key": "column",
			"msg": "contacts.email is in its contract, and its query does not select it",
		},
		{
			"asset": "dbt:model.crm.contacts",
			"field": "phone",
			"key": "column",
			"msg": "contacts.phone is selected by its query, and its contract does not name it",
		},
	}
}

test_a_contract_that_is_not_enforced_promises_nothing if {
	count(policy.deny) == 0 with input as model({"contract": {"enforced": false}})
	count(policy.deny) == 0 with input as model({})
}

test_a_query_that_cannot_be_told_is_left_to_dbt if {
	count(policy.deny) == 0 with input as model({"contract": {"enforced": true}, "partial": true})
	documented := [{"name": "id", "declared_in": ["properties"]}]
	count(policy.deny) == 0 with input as model({"contract": {"enforced": true}, "fields": documented})
}

test_an_unknown_contract_is_undecided if {
	count(policy.deny) == 0 with input as model({"unknown": ["contract"]})
	count(policy.undecided) == 2 with input as model({"unknown": ["contract"]})
}

test_a_table_without_a_promised_column_is_found if {
	found := policy.deny with input as contracted([{"name": "id", "type": "int"}], {})
	found == {{
		"asset": "sql:crm.contacts",
		"field": "EMAIL",
		"key": "missing",
		"msg": "crm.contacts does not have EMAIL, which contract contact promises",
	}}
}

test_a_partial_table_or_another_table_is_not_held_to_it if {
	count(policy.deny) == 0 with input as contracted([{"name": "id", "type": "int"}], {"partial": true})
	count(policy.deny) == 0 with input as contracted([{"name": "id", "type": "int"}], {"name": "crm.people"})
	count(policy.deny) == 0 with input as contracted([], {})
}

test_a_column_of_another_kind_is_found if {
	found := policy.deny with input as contracted([{"name": "id", "type": "text"}, {"name": "email", "type": "text"}], {})
	{finding.msg | some finding in found} == {"crm.contacts.id is text, and contract contact promises integer"}
}

test_a_kept_contract_passes if {
	every type in ["bigint", "mood"] {
		count(policy.deny) == 0 with input as contracted([{"name": "ID", "type": type}, {"name": "email", "type": "varchar(20)"}], {})
	}
}

test_what_a_type_is_stored_as_counts_too if {
	stored := {"name": "id", "type": "date", "physical_type": "int"}
	count(policy.deny) == 0 with input as contracted([stored, {"name": "email", "type": "text"}], {})
	otherwise := object.union(stored, {"physical_type": "bytes"})
	count(policy.deny) == 1 with input as contracted([otherwise, {"name": "email", "type": "text"}], {})
}

test_two_tables_of_that_name_leave_it_open if {
	input_of_one := contracted([{"name": "id", "type": "text"}], {})
	both := {"assets": array.concat(input_of_one.assets, [object.union(input_of_one.assets[1], {"id": "sql:old.contacts", "name": "old.contacts"})])}
	count(policy.deny) == 0 with input as both
}

test_a_name_that_is_set_elsewhere_is_undecided if {
	unnamed := {"id": "odcs:crm.contact", "name": "contact", "kind": "contract", "platform": "odcs", "unknown": ["physical_name"], "fields": []}
	count(policy.undecided) == 1 with input as {"assets": [unnamed]}
	promise := contracted([{"name": "id", "type": "int"}], {}).assets
	column := {"name": "email", "type": "string", "unknown": ["physical_name"]}
	open := {"assets": [object.union(promise[0], {"fields": [column]}), promise[1]]}
	count(policy.deny) == 0 with input as open
	{finding.field | some finding in policy.undecided} == {"email"} with input as open
}

model(facts) := {"assets": [object.union(
	{
		"id": "dbt:model.crm.contacts",
		"name": "contacts",
		"kind": "model",
		"platform": "dbt",
		"fields": [
			{"name": "id", "declared_in": ["properties", "query"]},
			{"name": "email", "declared_in": ["properties"]},
			{"name": "phone", "declared_in": ["query"]},
		],
	},
	facts,
)]}

contracted(fields, facts) := {"assets": [
	{
		"id": "odcs:crm.contact",
		"name": "contact",
		"physical_name": "crm.contacts",
		"kind": "contract",
		"platform": "odcs",
		"fields": [
			{"name": "id", "type": "integer"},
			{"name": "email", "physical_name": "EMAIL", "type": "string"},
			{"name": "address.city", "type": "string"},
		],
	},
	object.union({"id": "sql:crm.contacts", "name": "crm.contacts", "kind": "table", "platform": "postgres", "fields": fields}, facts),
]}

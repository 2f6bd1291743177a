package schema.table_rewrite_test

import data.schema.table_rewrite as policy

test_a_default_for_each_row_is_found if {
	found := policy.deny with input as added({"type": "uuid", "default": "gen_random_uuid()"})
	found == {{
		"asset": "sql:crm.contacts",
		"field": "token",
		"key": "default",
		"msg": "crm.contacts.token gives each row that is there a default of its own: PostgreSQL rewrites the table under a lock",
	}}
}

test_numbering_and_computing_are_found if {
	{finding.key | some finding in policy.deny} == {"serial"} with input as added({"type": "SERIAL"})
	{finding.key | some finding in policy.deny} == {"generated"} with input as added({"type": "int", "generated": "stored"})
}

test_one_default_for_all_rows_passes if {
	every text in ["0", "'new'", "now()", "current_timestamp", "now() - interval '1 day'", "2 + 2", "cast('x' as text)"] {
		count(policy.deny) == 0 with input as added({"type": "text", "default": text})
	}
	count(policy.deny) == 0 with input as added({"type": "text", "default": 0})
}

test_a_new_table_and_other_platforms_pass if {
	column := {"name": "token", "kind": "added", "after": {"type": "serial"}}
	count(policy.deny) == 0 with input as {"changes": [change(column, {"kind": "added"})]}
	count(policy.deny) == 0 with input as {"changes": [change(column, {"platform": "snowflake"})]}
}

test_a_value_that_is_set_elsewhere_is_undecided if {
	every name in ["default", "generated"] {
		count(policy.deny) == 0 with input as added({"type": "uuid", "unknown": [name]})
		count(policy.undecided) == 1 with input as added({"type": "uuid", "unknown": [name]})
	}
	count(policy.undecided) == 0 with input as added({"type": "serial", "unknown": ["default"]})
}

added(after) := {"changes": [change({"name": "token", "kind": "added", "after": after}, {})]}

change(field, facts) := object.union(
	{"asset": "sql:crm.contacts", "name": "crm.contacts", "kind": "changed", "asset_kind": "table", "platform": "postgres", "fields": [field]},
	facts,
)

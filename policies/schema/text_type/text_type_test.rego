package schema.text_type_test

import data.schema.text_type as policy

test_a_fixed_length_is_found if {
	found := policy.deny with input as added("varchar(20)")
	found == {{
		"asset": "sql:crm.contacts",
		"field": "code",
		"key": "varchar",
		"msg": "crm.contacts.code is varchar(20): text with a check can change its length without a lock",
	}}
}

test_all_spellings_are_found if {
	every type in ["char(3)", "CHAR", "character (3)", "nchar", "pg_catalog.char", "char[]", "bpchar"] {
		{finding.key | some finding in policy.deny} == {"char"} with input as added(type)
	}
	every type in ["character varying(20)", "VARCHAR (20)"] {
		{finding.key | some finding in policy.deny} == {"varchar"} with input as added(type)
	}
}

test_other_types_pass if {
	every type in ["text", "varchar", "int", "charmap", "bar(10)", "bit varying"] {
		count(policy.deny) == 0 with input as added(type)
	}
}

test_other_platforms_pass if {
	count(policy.deny) == 0 with input as {"changes": [change({"name": "code", "kind": "added", "after": {"type": "char(3)"}}, {"platform": "snowflake"})]}
}

test_a_column_that_keeps_its_type_passes if {
	kept := {"name": "code", "kind": "changed", "before": {"type": "char(3)"}, "after": {"type": "char(3)", "nullable": false}}
	count(policy.deny) == 0 with input as {"changes": [change(kept, {})]}
	retyped := {"name": "code", "kind": "changed", "after": {"type": "char(3)"}}
	count(policy.deny) == 1 with input as {"changes": [change(retyped, {})]}
}

added(type) := {"changes": [change({"name": "code", "kind": "added", "after": {"type": type}}, {})]}

change(field, facts) := object.union(
	{"asset": "sql:crm.contacts", "name": "crm.contacts", "kind": "changed", "asset_kind": "table", "platform": "postgres", "fields": [field]},
	facts,
)

# METADATA
# title: A large PostgreSQL table is not rewritten in one go
# description: A new column whose value differs from row to row makes PostgreSQL rewrite the table, and nobody can read it meanwhile.
# related_resources:
# - ref: README.md
#   description: How to fix it
# custom:
#   id: SCH004
#   severity: medium
#   phase: observe
#   suppressible: with-reason
#   frameworks:
#   - SOC 2 A1.1
package schema.table_rewrite

import data.lib.fact
import data.lib.types

# METADATA
# description: A column added to a table that is there, with a value for each row.
deny contains finding if {
	some change in input.changes
	change.platform == "postgres"
	change.asset_kind == "table"
	change.kind == "changed"
	some field in change.fields
	field.kind == "added"
	key := why(field.after)
	finding := {
		"asset": change.asset,
		"field": field.name,
		"key": key,
		"msg": sprintf("%s.%s %s: PostgreSQL rewrites the table under a lock", [change.name, field.name, words[key]]),
	}
}

# METADATA
# description: Whether its value differs from row to row is set by something that this repository does not define.
undecided contains finding if {
	some change in input.changes
	change.platform == "postgres"
	change.asset_kind == "table"
	change.kind == "changed"
	some field in change.fields
	field.kind == "added"
	not why(field.after)
	some name in {"default", "generated"}
	fact.is_unknown(field.after, name)
	finding := {
		"asset": change.asset,
		"field": field.name,
		"key": "unknown",
		"msg": sprintf("%s.%s may make PostgreSQL rewrite the table under a lock: its value is set elsewhere", [change.name, field.name]),
	}
}

words := {
	"serial": "numbers all rows that are there",
	"generated": "is computed for all rows that are there",
	"default": "gives each row that is there a default of its own",
}

why(field) := "serial" if {
	types.numbers_itself(field.type)
} else := "generated" if {
	fact.is_set(field, "generated")
} else := "default" if {
	is_string(field["default"])
	is_volatile(lower(field["default"]))
}

# A call may give another value each time. These do not; neither does a literal or an expression of literals.
is_volatile(text) if {
	regex.match(`[a-z_]\w*\s*\(`, text)
	not regex.match(`^(now|transaction_timestamp|statement_timestamp)\s*\(\s*\)`, text)
	not regex.match(`^(cast|nullif|coalesce|array|row)\s*\(`, text)
}

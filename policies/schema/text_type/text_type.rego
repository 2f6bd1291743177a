# METADATA
# title: PostgreSQL text has no fixed length
# description: A new column is text with a check, not char(n) or varchar(n), whose length cannot be changed without locking readers out.
# related_resources:
# - ref: README.md
#   description: How to fix it
# custom:
#   id: SCH003
#   severity: low
#   phase: observe
#   suppressible: with-reason
#   frameworks: []
package schema.text_type

# METADATA
# description: A column whose type the change sets to char(n) or varchar(n).
deny contains finding if {
	some change in input.changes
	change.platform == "postgres"
	change.asset_kind == "table"
	change.kind != "removed"
	some field in change.fields
	field.kind != "removed"
	object.get(field, ["before", "type"], "") != field.after.type
	kind := kind_of(plain(field.after.type))
	finding := {
		"asset": change.asset,
		"field": field.name,
		"key": kind,
		"msg": sprintf("%s.%s is %s: text with a check can change its length without a lock", [change.name, field.name, field.after.type]),
	}
}

kind_of(type) := "char" if {
	regex.match(`^(char|character|nchar|bpchar)\s*(\(|\[|$)`, type)
} else := "varchar" if {
	regex.match(`^(varchar|character varying|char varying|nchar varying)\s*\(`, type)
}

plain(type) := trim_prefix(replace(lower(type), "\"", ""), "pg_catalog.")

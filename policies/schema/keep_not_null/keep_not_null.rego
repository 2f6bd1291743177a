# METADATA
# title: A value that was always there stays there
# description: A column or field that readers know to be filled is not opened to being empty.
# related_resources:
# - ref: README.md
#   description: How to fix it
# custom:
#   id: SCH002
#   severity: low
#   phase: observe
#   suppressible: with-reason
#   frameworks:
#   - SOC 2 PI1.4
package schema.keep_not_null

import data.lib.fact

# METADATA
# description: A value that was needed is needed no more.
deny contains finding if {
	some c, members in opened
	some f in members
	change := input.changes[c]
	field := change.fields[f]
	finding := about(change, field, "may now be empty")
}

# METADATA
# description: Whether it is still needed is set by something that this repository does not define.
undecided contains finding if {
	some c in changes
	change := input.changes[c]
	some field in change.fields
	field.kind == "changed"
	was_told(change, field)
	fact.is_unknown(field.after, "nullable")
	finding := about(change, field, "may now be empty: that is set elsewhere")
}

# METADATA
# description: Whether it was needed before, or a contract still promises it, is set by something that this repository does not define.
undecided contains finding if {
	some c in changes
	change := input.changes[c]
	some field in change.fields
	field.kind == "changed"
	may_be_opened(change, field)
	finding := about(change, field, "may be empty now: whether it might before is set elsewhere")
}

may_be_opened(_, field) if {
	field.after.nullable == true
	fact.is_unknown(field.before, "nullable")
}

may_be_opened(change, field) if {
	change.platform == "odcs"
	fact.is_unknown(field.before, "required")
	object.get(field.after, "required", false) == false
}

may_be_opened(change, field) if {
	change.platform == "odcs"
	field.before.required == true
	fact.is_unknown(field.after, "required")
}

opened[c] contains f if {
	some c in changes
	change := input.changes[c]
	some f, field in change.fields
	field.kind == "changed"
	field.after.nullable == true
	object.get(field, ["before", "nullable"], false) == false
	was_told(change, field)
}

# A contract that promises less: the reader may find it missing.
opened[c] contains f if {
	some c in changes
	change := input.changes[c]
	change.platform == "odcs"
	some f, field in change.fields
	field.kind == "changed"
	field.before.required == true
	object.get(field.after, "required", false) == false
	not fact.is_unknown(field.after, "required")
}

# A statement that drops NOT NULL tells by itself that it was there.
was_told(change, _) if change.declared

was_told(_, field) if field.before.nullable == false

changes contains c if {
	some c, change in input.changes
	change.kind == "changed"
}

about(change, field, what) := {
	"asset": change.asset,
	"field": field.name,
	"fact": "nullable",
	"msg": sprintf("%s.%s %s", [change.name, field.name, what]),
}

# METADATA
# title: A schema keeps what its readers and writers rely on
# description: Nothing is removed, renamed, narrowed or newly required that someone may already read or write.
# related_resources:
# - ref: README.md
#   description: How to fix it
# custom:
#   id: SCH001
#   severity: high
#   phase: advise
#   suppressible: with-reason
#   frameworks:
#   - SOC 2 CC8.1
package schema.breaking_change

import data.lib.fact
import data.lib.types

# METADATA
# description: What comparing both declarations tells.
deny contains finding if some finding in compared

# METADATA
# description: What the rules of the format tell besides, for those whom the parameter `breaks` names.
deny contains finding if {
	some c in changes
	change := input.changes[c]
	some difference in change.differences
	hurts(change, difference)
	finding := of_difference(change, difference)
	not is_compared(finding)
}

# METADATA
# description: The format's rules need what this repository does not define.
undecided contains finding if {
	some c in changes
	change := input.changes[c]
	some difference in change.differences
	difference.unknown
	not hurts(change, difference)
	finding := of_difference(change, difference)
	not is_compared(finding)
}

# METADATA
# description: A table, model, schema or the like is gone, or goes by another name.
compared contains finding if {
	some c in changes
	change := input.changes[c]
	not is_ruled(change)
	change.kind == "removed"
	not change.renamed_to
	finding := of_asset(change, "removed", "is removed")
}

compared contains finding if {
	some c in changes
	change := input.changes[c]
	finding := of_asset(change, "renamed", sprintf("is renamed to %s", [change.renamed_to]))
}

# METADATA
# description: TRUNCATE … CASCADE takes the rows of tables that nobody named.
compared contains finding if {
	some c in changes
	change := input.changes[c]
	some fact in change.facts
	fact.name == "rows"
	finding := of_asset(change, "emptied", "is emptied, with all tables that refer to it")
}

# METADATA
# description: A column, property or message field is gone, or goes by another name.
compared contains finding if {
	some c, members in fields
	some f in members
	change := input.changes[c]
	field := change.fields[f]
	field.kind == "removed"
	not field.renamed_to
	not may_still_be_there(change)
	not is_still_promised(change, field)
	not can_be_left_out(change, field)
	finding := of_field(change, field, "removed", "is removed")
}

compared contains finding if {
	some c, members in fields
	some f in members
	change := input.changes[c]
	field := change.fields[f]
	finding := of_field(change, field, "renamed", sprintf("is renamed to %s", [field.renamed_to]))
}

compared contains finding if {
	some c, members in fields
	some f in members
	change := input.changes[c]
	field := change.fields[f]
	field.kind == "changed"
	finding := of_field(change, field, "renamed", sprintf("takes the place of %s", [field.renamed_from]))
}

# METADATA
# description: A type no longer holds all old values, or holds values of another kind.
compared contains finding if {
	some c, members in fields
	some f in members
	change := input.changes[c]
	field := change.fields[f]
	field.kind == "changed"
	counts(change, where_types_stand(change, field))
	types.relation(field.before.type, field.after.type) in {"narrowed", "other"}
	what := sprintf("changes its type from %s to %s", [field.before.type, field.after.type])
	finding := of_field(change, field, "type", what)
}

# METADATA
# description: Who writes must now give a value.
compared contains finding if {
	some c, members in fields
	some f in members
	change := input.changes[c]
	field := change.fields[f]
	field.kind == "changed"
	is_required(change, field.after)
	not is_required(change, before(field))
	not may_be_required(before(field))
	finding := of_field(change, field, "required", "now needs a value")
}

compared contains finding if {
	some c, members in fields
	some f in members
	change := input.changes[c]
	field := change.fields[f]
	field.kind == "added"
	must_be_given(change, field.after)
	not fact.is_unknown(field.after, "default")
	finding := of_field(change, field, "added-required", "is new, needs a value and has no default")
}

# METADATA
# description: The text says what the type becomes, but not what it was, or how its parts differ.
undecided contains finding if {
	some c, members in fields
	some f in members
	change := input.changes[c]
	field := change.fields[f]
	field.kind == "changed"
	counts(change, where_types_stand(change, field))
	is_type_untold(field)
	not is_told_by_its_parts(change, field)
	finding := of_field(change, field, "type", sprintf("changes its type to %s, and what it was cannot be compared", [field.after.type]))
}

# METADATA
# description: Whether a value is needed is set by something that this repository does not define.
undecided contains finding if {
	some c, members in fields
	some f in members
	change := input.changes[c]
	field := change.fields[f]
	some name in {"nullable", "required"}
	fact.is_unknown(field.after, name)
	not fact.is_unknown(before(field), name)
	finding := of_field(change, field, "required", "may now need a value: that is set elsewhere")
}

# METADATA
# description: Whether a value was needed before was set by something that this repository does not define.
undecided contains finding if {
	some c, members in fields
	some f in members
	change := input.changes[c]
	field := change.fields[f]
	field.kind == "changed"
	is_required(change, field.after)
	not is_required(change, before(field))
	may_be_required(before(field))
	finding := of_field(change, field, "required", "needs a value, and whether it did before was set elsewhere")
}

# METADATA
# description: Whether a new field that needs a value has a default is set by something that this repository does not define.
undecided contains finding if {
	some c, members in fields
	some f in members
	change := input.changes[c]
	field := change.fields[f]
	field.kind == "added"
	must_be_given(change, field.after)
	fact.is_unknown(field.after, "default")
	finding := of_field(change, field, "added-required", "is new and needs a value: whether it has a default is set elsewhere")
}

# METADATA
# description: Whether what a properties file says is a promise is set by something that this repository does not define.
undecided contains finding if {
	some change in input.changes
	change.kind == "changed"
	not is_ruled(change)
	change.asset in untold_contracts
	some field in change.fields
	field.kind != "added"
	may_be_promised(change, field)
	finding := of_field(change, field, "contract", "changes: whether a contract promises it is set elsewhere")
}

hurts(change, difference) if {
	some who in difference.breaks
	who in object.get(breaks, change.platform, breaks["*"])
}

# A whole message or schema that is gone is gone for everybody.
hurts(_, difference) if {
	difference.kind == "removed"
	not difference.path
	count(difference.breaks) > 0
}

breaks := data.parameters.SCH001.breaks

is_compared(finding) if {
	some other in compared
	other.asset == finding.asset
	object.get(other, "field", "") == object.get(finding, "field", "")
}

changes contains c if {
	some c, change in input.changes
	change.asset_kind in {
		"contract", "database", "endpoint", "enum", "message", "model", "namespace", "schema", "seed", "service", "snapshot", "table",
		"topic", "view",
	}
	counts(change, object.get(change, "of", "only"))
	not change.asset in private
}

# Where the rules of the format tell all, comparing is not asked.
is_ruled(change) if change.rules == "whole"

fields[c] contains f if {
	some c in changes
	change := input.changes[c]
	not is_ruled(change)
	change.kind == "changed"
	some f, field in change.fields
	counts(change, declaration(field))
}

# What a dbt properties file says is a promise only under an enforced contract; otherwise the query says what there is.
counts(_, of) if of != "properties"

counts(change, "properties") if change.asset in enforced

counts(change, "properties") if change.before.contract.enforced == true

declaration(field) := field.of if {
	field.of
} else := "properties" if {
	some side in {"before", "after"}
	places := field[side].declared_in
	not "query" in places
} else := "only"

enforced contains asset.id if {
	some asset in input.assets
	asset.contract.enforced == true
}

may_be_promised(_, field) if declaration(field) == "properties"

may_be_promised(change, field) if {
	where_types_stand(change, field) == "properties"
	field.before.type != field.after.type
}

untold_contracts contains asset.id if {
	some asset in input.assets
	fact.is_unknown(asset, "contract")
}

private contains asset.id if {
	some asset in input.assets
	asset.access == "private"
}

partial contains asset.id if {
	some asset in input.assets
	asset.partial == true
}

# A dbt query has no types of its own.
where_types_stand(change, field) := "properties" if {
	change.platform == "dbt"
} else := declaration(field)

before(field) := object.get(field, "before", {})

may_be_required(side) if {
	some name in {"nullable", "required"}
	fact.is_unknown(side, name)
}

# Not named is not removed, where the text names only some fields and no statement drops one.
may_still_be_there(change) if {
	not change.declared
	change.asset in partial
}

# A query that no longer gives what its enforced contract names does not build: that is CON001's to say.
is_still_promised(change, field) if {
	declaration(field) == "query"
	some asset in input.assets
	asset.id == change.asset
	asset.contract.enforced == true
	some other in asset.fields
	other.name == field.name
	"properties" in other.declared_in
}

# Avro's readers fill a missing field from its default.
can_be_left_out(change, field) if {
	change.platform == "avro"
	"default" in object.keys(field.before)
}

is_required(change, field) if {
	field.nullable == false
	not change.platform in {"odcs", "dbt"}
}

# What a contract or model promises more than before takes nothing from its readers.
is_required(change, field) if {
	field.required == true
	not change.platform in {"odcs", "dbt"}
}

must_be_given(change, field) if {
	is_required(change, field)
	not gives_itself(field)
	not change.asset_kind in {"view", "model"}
}

must_be_given(change, field) if {
	change.platform == "avro"
	not gives_itself(field)
}

gives_itself(field) if "default" in object.keys(field)

gives_itself(field) if fact.is_set(field, "generated")

gives_itself(field) if types.numbers_itself(field.type)

is_type_untold(field) if {
	field.after.type
	not field.before.type
}

is_type_untold(field) if {
	field.before.type != field.after.type
	not types.relation(field.before.type, field.after.type)
}

is_told_by_its_parts(change, field) if {
	some part in change.fields
	startswith(part.name, concat("", [field.name, "."]))
}

of_asset(change, key, what) := {
	"asset": change.asset,
	"key": key,
	"msg": sprintf("%s %s", [change.name, what]),
}

of_field(change, field, key, what) := {
	"asset": change.asset,
	"field": field.name,
	"key": key,
	"msg": sprintf("%s.%s %s", [change.name, field.name, what]),
}

of_difference(change, difference) := {
	"asset": change.asset,
	"field": difference.path,
	"part": difference.path,
	"key": key_of(difference),
	"msg": difference.message,
}

of_difference(change, difference) := {"asset": change.asset, "part": "", "key": difference.kind, "msg": difference.message} if {
	not difference.path
}

# Several values of one field can be gone: each is a finding of its own.
key_of(difference) := sprintf("%s %v", [difference.kind, difference.before]) if {
	startswith(difference.kind, "value-")
	difference.before
} else := difference.kind

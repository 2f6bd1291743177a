# METADATA
# title: A contract is kept
# description: What a contract promises is what the code declares. A dbt model selects the columns of its enforced contract; a table has the columns and types of its data contract.
# related_resources:
# - ref: README.md
#   description: How to fix it
# custom:
#   id: CON001
#   severity: high
#   phase: advise
#   suppressible: with-reason
#   frameworks:
#   - SOC 2 PI1.2
package governance.contract_kept

import data.lib.fact
import data.lib.types

# METADATA
# description: A dbt model's query and its enforced contract name different columns.
deny contains finding if {
	some [a, f, what] in differing_columns
	asset := input.assets[a]
	field := asset.fields[f]
	asset.contract.enforced == true
	finding := about(asset, field.name, "column", what)
}

# METADATA
# description: Whether the contract is enforced is set by something that this repository does not define.
undecided contains finding if {
	some [a, f, what] in differing_columns
	asset := input.assets[a]
	field := asset.fields[f]
	fact.is_unknown(asset, "contract")
	finding := about(asset, field.name, "column", sprintf("%s; whether that breaks its contract is set elsewhere", [what]))
}

# METADATA
# description: A table or schema lacks a column that its data contract promises.
deny contains finding if {
	some [c, a] in promised
	contract := input.assets[c]
	asset := input.assets[a]
	not asset.partial == true
	count(asset.fields) > 0
	some field in contract.fields
	not contains(field.name, ".")
	not fact.is_unknown(field, "physical_name")
	not lower(physical(field)) in {lower(other.name) | some other in asset.fields}
	what := sprintf("does not have %s, which contract %s promises", [physical(field), contract.name])
	finding := about(asset, physical(field), "missing", what)
}

# METADATA
# description: A column's type is of another kind than the contract's.
deny contains finding if {
	some [c, a] in promised
	contract := input.assets[c]
	asset := input.assets[a]
	some field in contract.fields
	some other in asset.fields
	lower(other.name) == lower(physical(field))
	types.family(field.type) != "unlisted"
	types.family(other.type) != "unlisted"
	not types.alike(field.type, other.type)
	not types.alike(field.type, object.get(other, "physical_type", other.type))
	what := sprintf("is %s, and contract %s promises %s", [other.type, contract.name, field.type])
	finding := about(asset, other.name, "type", what)
}

# METADATA
# description: What a contract, or a column of it, goes by is set by something that this repository does not define.
undecided contains finding if {
	some contract in input.assets
	contract.platform == "odcs"
	fact.is_unknown(contract, "physical_name")
	finding := {
		"asset": contract.id,
		"fact": "physical_name",
		"key": "physical-name",
		"msg": sprintf("%s is compared with no table: what it goes by is set elsewhere", [contract.name]),
	}
}

undecided contains finding if {
	some [c, _] in promised
	contract := input.assets[c]
	some field in contract.fields
	fact.is_unknown(field, "physical_name")
	finding := {
		"asset": contract.id,
		"field": field.name,
		"fact": "physical_name",
		"key": "physical-name",
		"msg": sprintf("%s.%s is compared with no column: what it goes by is set elsewhere", [contract.name, field.name]),
	}
}

differing_columns contains [a, f, "is in its contract, and its query does not select it"] if {
	some a, members in dbt_columns
	some f in members
	places := input.assets[a].fields[f].declared_in
	not "query" in places
}

differing_columns contains [a, f, "is selected by its query, and its contract does not name it"] if {
	some a, members in dbt_columns
	some f in members
	places := input.assets[a].fields[f].declared_in
	not "properties" in places
}

# A query whose columns cannot all be told (`select *`) is left to dbt, which checks them when it builds.
dbt_columns[a] contains f if {
	some a, asset in input.assets
	asset.kind == "model"
	not asset.partial == true
	is_told_by(asset, "query")
	is_told_by(asset, "properties")
	some f, field in asset.fields
	field.declared_in
}

is_told_by(asset, place) if {
	some field in asset.fields
	place in field.declared_in
}

# The table, view, model or schema that goes by the contract's physical name, where only one does.
promised contains [c, a] if {
	some c, contract in input.assets
	contract.platform == "odcs"
	named := by_name[lower(last_part(physical(contract)))]
	count(named) == 1
	some a in named
}

by_name[lower(last_part(asset.name))] contains a if {
	some a, asset in input.assets
	asset.kind in {"table", "view", "model", "schema", "message"}
	asset.platform != "odcs"
}

physical(thing) := thing.physical_name if {
	is_string(thing.physical_name)
} else := thing.name

last_part(name) := parts[count(parts) - 1] if parts := split(name, ".")

about(asset, field, key, what) := {
	"asset": asset.id,
	"field": field,
	"key": key,
	"msg": sprintf("%s %s", [subject(asset, field, key), what]),
}

subject(asset, _, "missing") := asset.name

subject(asset, field, key) := sprintf("%s.%s", [asset.name, field]) if key != "missing"

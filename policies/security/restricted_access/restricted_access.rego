# METADATA
# title: Access is granted to who needs it
# description: No grant gives data to everyone; sensitive data is granted by privilege, never all at once, and its readers cannot pass it on.
# related_resources:
# - ref: README.md
#   description: How to fix it
# custom:
#   id: ACC001
#   severity: high
#   phase: advise
#   suppressible: with-reason
#   aliases: [CKV_AWS_33]
#   silent:
#   - fact: grants
#     when: unknown
#     why: Who reads data that is not sensitive is set for each environment nearly everywhere; only sensitive data is asked about.
#   frameworks:
#   - GDPR Art. 25
#   - HIPAA 164.308(a)(4)
#   - HIPAA 164.312(a)(1)
#   - SOC 2 CC6.3
package security.restricted_access

import data.lib.fact
import data.lib.personal

# METADATA
# description: Everyone in the account gets more than the way to the data.
deny contains finding if {
	some asset in input.assets
	some g, grant in asset.grants
	is_everyone(grant.to)
	given := {upper(privilege) | some privilege in grant.privileges; gives_data(privilege)}
	count(given) > 0
	what := sprintf("grants %s to %s, which is everyone", [concat(", ", sort(given)), grant.to])
	finding := about(asset, g, "everyone", what)
}

# METADATA
# description: Sensitive data is granted with all privileges at once.
deny contains finding if {
	some a, members in sensitive_grants
	some g in members
	asset := input.assets[a]
	grant := asset.grants[g]
	not is_everyone(grant.to)
	some privilege in grant.privileges
	is_all(privilege)
	finding := about(asset, g, "all", sprintf("holds %s, and grants %s all privileges", [sensitive(asset), grant.to]))
}

# METADATA
# description: Who may read sensitive data may also let others read it.
deny contains finding if {
	some a, members in sensitive_grants
	some g in members
	asset := input.assets[a]
	grant := asset.grants[g]
	grant.option == true
	finding := about(asset, g, "option", sprintf("holds %s, and lets %s grant it to others", [sensitive(asset), grant.to]))
}

# METADATA
# description: The grants of sensitive data come from somewhere that this repository does not define.
undecided contains finding if {
	some asset in input.assets
	fact.is_unknown(asset, "grants")
	finding := {
		"asset": asset.id,
		"fact": "grants",
		"key": "unknown",
		"msg": sprintf("%s holds %s, and some of its grants are set elsewhere", [asset.name, sensitive(asset)]),
	}
}

# METADATA
# description: How sensitive the data is, and so whether it may be granted like this, is set by something that this repository does not define.
undecided contains finding if {
	some asset in input.assets
	not sensitive(asset)
	fact.is_unknown(asset, "classification")
	some g, grant in asset.grants
	is_wide(grant)
	finding := about(asset, g, "unclassified", sprintf("may hold sensitive data, and grants %s more than reading: its classification is set elsewhere", [grant.to]))
}

is_wide(grant) if {
	some privilege in grant.privileges
	is_all(privilege)
}

is_wide(grant) if grant.option == true

sensitive_grants[a] contains g if {
	some a, asset in input.assets
	sensitive(asset)
	some g, _ in asset.grants
}

# A grant that stands by itself is as sensitive as what it is on.
sensitive(asset) := words(asset) if {
	words(asset)
} else := sort(told)[0] if {
	asset.kind == "grant"
	told := {held |
		some grant in asset.grants
		some held in held_by_name[lower(grant.on)]
	}
	count(told) > 0
}

# By name, so that each grant looks once.
held_by_name[lower(asset.name)] contains held if {
	some asset in input.assets
	held := words(asset)
}

words(asset) := personal.words(asset) if {
	personal.words(asset)
} else := sprintf("%s data", [asset.classification]) if {
	asset.classification in data.parameters.ACC001.classifications
}

is_everyone(grantee) if lower(trim(grantee, "`\"' ")) in data.parameters.ACC001.everyone

# The way to the data (a schema to look into, a warehouse to compute with) is not the data.
gives_data(privilege) if not upper(privilege) in data.parameters.ACC001.harmless

is_all(privilege) if upper(privilege) in {"ALL", "ALL PRIVILEGES", "ALL_PRIVILEGES", "*"}

about(asset, g, key, what) := {
	"asset": asset.id,
	"fact": sprintf("grants.%d", [g]),
	"key": sprintf("%s:%s", [key, lower(asset.grants[g].to)]),
	"msg": sprintf("%s %s", [asset.name, what]),
}

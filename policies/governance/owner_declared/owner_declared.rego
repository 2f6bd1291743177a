# METADATA
# title: What others rely on has an owner
# description: A contract, public model, exposure, bucket, database or topic names who answers for it.
# related_resources:
# - ref: README.md
#   description: How to fix it
# custom:
#   id: OWN001
#   severity: medium
#   phase: observe
#   suppressible: with-reason
#   frameworks:
#   - SOC 2 CC1.3
#   - GDPR Art. 24
package governance.owner_declared

import data.lib.fact

# METADATA
# description: Nobody is named, and no tag or group names anybody.
deny contains finding if {
	some a in ownerless
	asset := input.assets[a]
	count(untold(asset)) == 0
	finding := about(asset, "names no owner")
}

# METADATA
# description: The owner, or the tags that may name one, are set by something that this repository does not define.
undecided contains finding if {
	some a in ownerless
	asset := input.assets[a]
	count(untold(asset)) > 0
	finding := about(asset, "may have no owner: it is set elsewhere")
}

ownerless contains a if {
	some a, asset in input.assets
	needs_owner(asset)
	not fact.is_set(asset, "owner")
	not is_owned_by_tag(asset)
}

needs_owner(asset) if asset.kind in data.parameters.OWN001.kinds

needs_owner(asset) if {
	asset.kind == "model"
	may_be_public(asset)
	not fact.is_set(asset, "group")
}

may_be_public(asset) if asset.access == "public"

may_be_public(asset) if fact.is_unknown(asset, "access")

is_owned_by_tag(asset) if {
	some tag, _ in asset.tags
	replace(lower(tag), "-", "_") in data.parameters.OWN001.tags
}

untold(asset) := {name |
	some name in {"owner", "tags", "access", "group"}
	fact.is_unknown(asset, name)
}

about(asset, what) := {
	"asset": asset.id,
	"fact": "owner",
	"msg": sprintf("%s %s", [asset.name, what]),
}

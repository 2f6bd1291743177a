# METADATA
# title: Data stays in the regions it may be in
# description: Buckets, databases, warehouses, replicas and shares are in a region that the settings allow.
# related_resources:
# - ref: README.md
#   description: How to fix it
# custom:
#   id: RES001
#   severity: high
#   phase: advise
#   suppressible: with-approval
#   frameworks:
#   - GDPR Art. 44-49
package privacy.data_residency

import data.lib.fact

# METADATA
# description: A region that is not on the list. Without a list nothing is found.
deny contains finding if {
	some asset in input.assets
	some region in regions(asset)
	not is_allowed(region)
	finding := about(asset, region, sprintf("keeps data in %s, allowed: %s", [region, allowed_words]))
}

# METADATA
# description: The region is set by something that this repository does not define.
undecided contains finding if {
	count(data.parameters.RES001.regions) > 0
	some asset in input.assets
	some name in {"region", "replica_regions"}
	fact.is_unknown(asset, name)
	finding := about(asset, "unknown", sprintf("may keep data outside %s: its region is set elsewhere", [allowed_words]))
}

regions(asset) := {region |
	count(data.parameters.RES001.regions) > 0
	some name in {"region", "replica_regions"}
	some region in listed(asset[name])
}

listed(value) := [value] if is_string(value)

listed(value) := value if is_array(value)

# `AWS_EU_WEST_1`, `aws:eu-west-1` and `eu-west-1` are one region.
is_allowed(region) if {
	some pattern in data.parameters.RES001.regions
	glob.match(plain(pattern), ["/"], plain(region))
}

is_allowed(region) if {
	some pattern in data.parameters.RES001.regions
	some cloud in {"aws-", "azure-", "gcp-", "aws:", "azure:", "gcp:"}
	glob.match(plain(pattern), ["/"], trim_prefix(plain(region), cloud))
}

plain(text) := replace(lower(text), "_", "-")

allowed_words := concat(", ", data.parameters.RES001.regions)

about(asset, region, what) := {
	"asset": asset.id,
	"fact": "region",
	"key": lower(region),
	"msg": sprintf("%s %s", [asset.name, what]),
}

# METADATA
# title: Data crosses a border only encrypted and masked
# description: Data that flows from the regions `from` to the regions `to` is encrypted on its way, and its personal data is masked by role where it arrives.
# related_resources:
# - ref: README.md
#   description: How to fix it
# custom:
#   id: RES002
#   severity: high
#   phase: observe
#   suppressible: with-approval
#   frameworks:
#   - GDPR Art. 32
#   - GDPR Art. 44-49
package privacy.cross_border_flow

import data.lib.fact

# METADATA
# description: The system that the data arrives in is not known to refuse clear connections.
deny contains finding if {
	some s, ends in crossings
	some t in ends
	some target in nodes[t].assets
	not is_encrypted(target)
	not fact.is_unknown(target, "encryption_in_transit")
	some place in about(s, t, target)
	finding := object.union(place, {
		"fact": "encryption_in_transit",
		"key": concat(" ", ["encryption", s]),
		"msg": sprintf("%s takes data from %s across a border, and does not ask for encryption on the way", [target.name, nodes[s].name]),
	})
}

# METADATA
# description: A field with personal data arrives in clear.
deny contains finding if {
	some s, ends in crossings
	some t in ends
	some target in nodes[t].assets
	some field in object.get(target, "fields", [])
	field.personal_data
	not fact.is_set(field, "masking")
	not fact.is_unknown(field, "masking")
	some place in about(s, t, target)
	finding := object.union(place, {
		"fact": "masking",
		"key": concat(" ", ["masking", s, field.name]),
		"msg": sprintf("%s takes %s from %s across a border, and nothing masks %s", [target.name, field.personal_data.kind, nodes[s].name, field.name]),
	})
}

# METADATA
# description: Encryption, or a mask, is set by something that this repository does not define.
undecided contains finding if {
	some s, ends in crossings
	some t in ends
	some target in nodes[t].assets
	some fact_name in untold(target)
	some place in about(s, t, target)
	finding := object.union(place, {
		"fact": fact_name,
		"key": concat(" ", ["untold", fact_name, s]),
		"msg": sprintf("%s takes data from %s across a border, and its %s is set elsewhere", [target.name, nodes[s].name, words[fact_name]]),
	})
}

# METADATA
# description: One end is where the rule looks; the region of the other is set by something that this repository does not define.
undecided contains finding if {
	some s, ends in flows
	some t in ends
	not crosses(s, t)
	may_cross(s, t)
	some target in nodes[t].assets
	some place in about(s, t, target)
	finding := object.union(place, {
		"fact": "region",
		"key": concat(" ", ["region", s]),
		"msg": sprintf("%s takes data from %s, maybe across a border: a region is set elsewhere", [target.name, nodes[s].name]),
	})
}

words := {"encryption_in_transit": "encryption on the way", "masking": "mask"}

untold(target) := {name |
	some name in {"encryption_in_transit"}
	not is_encrypted(target)
	fact.is_unknown(target, name)
} | {name |
	some name in {"masking"}
	some field in object.get(target, "fields", [])
	field.personal_data
	fact.is_unknown(field, name)
}

is_encrypted(target) if target.encryption_in_transit == true

is_encrypted(target) if {
	not "encryption_in_transit" in object.keys(target)
	not fact.is_unknown(target, "encryption_in_transit")
	target.platform in data.parameters.RES002.always_encrypted
}

# The nodes by their ids; the far ends of each flow from one node to another, by its near end.
nodes := {node.id: node | some node in input.lineage.nodes}

flows[s] contains t if {
	count(data.parameters.RES002.from) > 0
	some edge in input.lineage.edges
	s := edge.from.node
	t := edge.to.node
	s != t
}

crossings[s] contains t if {
	some s, ends in flows
	is_in(s, "from")
	some t in ends
	is_in(t, "to")
}

crosses(s, t) if t in crossings[s]

may_cross(s, t) if {
	is_in(s, "from")
	is_untold(t)
}

may_cross(s, t) if {
	is_untold(s)
	is_in(t, "to")
}

is_in(id, side) if id in placed[side]

placed[side] contains id if {
	some side in {"from", "to"}
	some id, places in regions
	some region in places
	some pattern in data.parameters.RES002[side]
	glob.match(plain(pattern), ["/"], plain(region))
}

regions[id] contains region if {
	some id, node in nodes
	some asset in node.assets
	some region in listed(asset.region)
}

regions[id] contains region if {
	some id, node in nodes
	some asset in node.assets
	some tag, region in asset.tags
	lower(tag) in data.parameters.RES002.region_tags
	is_string(region)
}

is_untold(id) if {
	not regions[id]
	some asset in nodes[id].assets
	has_untold_region(asset)
}

has_untold_region(asset) if {
	some name in {"region", "tags"}
	fact.is_unknown(asset, name)
}

has_untold_region(asset) if {
	"region" in object.keys(asset)
	count(listed(asset.region)) == 0
}

listed(value) := [value] if is_string(value)

listed(value) := [region | some region in value; is_string(region)] if is_array(value)

listed(value) := [] if not type_name(value) in {"array", "string"}

# `AWS_EU_WEST_1`, `aws:eu-west-1` and `eu-west-1` are one region.
plain(text) := regex.replace(replace(lower(text), "_", "-"), `^(?:aws|azure|gcp)[-:]`, "")

# A finding stands where the data arrives; where that is not judged, at its source.
about(_, _, target) := [{"asset": target.id}] if target.id in judged

about(s, _, target) := [{"asset": source.id} | some source in nodes[s].assets; source.id in judged] if not target.id in judged

judged := {asset.id | some asset in input.assets}

# METADATA
# title: Personal data, as it was recognised
# description: Which fields hold personal data, where a policy's parameters say that it applies.
package lib.personal

# METADATA
# description: |
#   The fields of tables and the like that hold personal data, with their assets, on one of the platforms. A view shows what
#   its tables let through, so it is judged there.
fields(platforms) := {[asset, field] |
	some asset in input.assets
	asset.platform in platforms
	not asset.kind in {"view", "exposure", "grant", "group"}
	some field in asset.fields
	field.personal_data
}

# METADATA
# description: What an asset holds, in words. Undefined where it holds nothing personal.
words(asset) := concat(" and ", sort(asset.holds_personal_data)) if {
	count(asset.holds_personal_data) in {1, 2}
} else := "personal data" if {
	count(asset.holds_personal_data) > 2
}

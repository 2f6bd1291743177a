# METADATA
# title: Personal data, as it was recognised
# description: Which fields hold personal data, where a policy's parameters say that it applies.
package lib.personal

# METADATA
# description: |
#   The fields of tables and the like that hold personal data on one of the platforms, by the index of the asset in
#   the input: the indexes of its fields. (A set of whole assets, or of pairs, would be costly.) A view shows what its tables let through, so it is judged there.
fields(platforms) := {a: members |
	some a, asset in input.assets
	asset.platform in platforms
	not asset.kind in {"view", "exposure", "grant", "group"}
	members := {f |
		some f, field in asset.fields
		field.personal_data
		is_declared(asset, field)
	}
	count(members) > 0
}

# METADATA
# description: |
#   Whether SQL only speaks of the asset (`ALTER TABLE` without its table): what it does not say may stand elsewhere.
is_spoken_of(asset) if {
	asset.partial == true
	startswith(asset.id, "sql:")
}

is_declared(asset, _) if not is_spoken_of(asset)

is_declared(_, field) if field.type

# METADATA
# description: What an asset holds, in words. Undefined where it holds nothing personal.
words(asset) := concat(" and ", sort(asset.holds_personal_data)) if {
	count(asset.holds_personal_data) in {1, 2}
} else := "personal data" if {
	count(asset.holds_personal_data) > 2
}

# METADATA
# title: Personal data says how long it is kept
# description: What holds personal data, and can say so, declares how long it is kept.
# related_resources:
# - ref: README.md
#   description: How to fix it
# custom:
#   id: RET001
#   severity: medium
#   phase: observe
#   suppressible: with-reason
#   frameworks:
#   - GDPR Art. 5(1)(e)
#   - GDPR Art. 30
package privacy.retention_declared

import data.lib.fact
import data.lib.personal

# METADATA
# description: No time is declared.
deny contains finding if {
	some a in held
	asset := input.assets[a]
	fact.is_absent(asset, "retention")
	finding := about(asset, "does not say how long it is kept")
}

# METADATA
# description: The time is set by something that this repository does not define.
undecided contains finding if {
	some a in held
	asset := input.assets[a]
	fact.is_unknown(asset, "retention")
	finding := about(asset, "is kept for a time that is set elsewhere")
}

held contains a if {
	some a, asset in input.assets
	count(asset.holds_personal_data) > 0
	can_say(asset)
	not personal.is_spoken_of(asset)
}

can_say(asset) if asset.kind in data.parameters.RET001.kinds

can_say(asset) if {
	asset.kind in {"table", "model"}
	asset.platform in data.parameters.RET001.platforms
}

about(asset, what) := {
	"asset": asset.id,
	"fact": "retention",
	"msg": sprintf("%s holds %s, and %s", [asset.name, personal.words(asset), what]),
}

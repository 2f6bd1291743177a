# METADATA
# title: What holds personal data is classified
# description: A table, model, schema or contract that holds personal data declares how sensitive it is, so that rules can tell by its class who may have it.
# related_resources:
# - ref: README.md
#   description: How to fix it
# custom:
#   id: CLS001
#   severity: medium
#   phase: observe
#   suppressible: with-reason
#   frameworks:
#   - SOC 2 C1.1
#   - GDPR Art. 32
package governance.classification_declared

import data.lib.fact
import data.lib.personal

# METADATA
# description: Neither it nor one of its fields is classified.
deny contains finding if {
	some a in unclassified
	asset := input.assets[a]
	count(untold(asset)) == 0
	finding := about(asset, "declares no classification")
}

# METADATA
# description: Its classification, or the tags that may hold it, are set by something that this repository does not define.
undecided contains finding if {
	some a in unclassified
	asset := input.assets[a]
	count(untold(asset)) > 0
	finding := about(asset, "may have no classification: it is set elsewhere")
}

unclassified contains a if {
	some a, asset in input.assets
	asset.platform in data.parameters.CLS001.platforms
	not asset.kind in {"view", "exposure"}
	not personal.is_spoken_of(asset)
	count(asset.holds_personal_data) > 0
	not asset.classification
	not is_classified_by_fields(asset)
}

is_classified_by_fields(asset) if {
	some field in asset.fields
	field.classification
}

untold(asset) := {name |
	some name in {"classification", "tags"}
	some thing in array.concat([asset], asset.fields)
	fact.is_unknown(thing, name)
}

about(asset, what) := {
	"asset": asset.id,
	"fact": "classification",
	"msg": sprintf("%s holds %s, and %s", [asset.name, personal.words(asset), what]),
}

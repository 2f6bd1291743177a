# METADATA
# title: Personal data is masked
# description: A warehouse column that holds personal data names the policy or function that masks it, so that only who needs the value sees it.
# related_resources:
# - ref: README.md
#   description: How to fix it
# custom:
#   id: PII002
#   severity: high
#   phase: advise
#   suppressible: with-reason
#   frameworks:
#   - GDPR Art. 25
#   - GDPR Art. 32
#   - HIPAA 164.312(a)(1)
package privacy.mask_personal_data

import data.lib.fact
import data.lib.personal

# METADATA
# description: Personal data on a platform that can mask, under a declaration without a mask.
deny contains finding if {
	some a, members in in_clear
	some f in members
	asset := input.assets[a]
	field := asset.fields[f]
	count(untold(field)) == 0
	finding := about(asset, field, "nothing masks it")
}

# METADATA
# description: The mask, or the tag that would bring it, comes from somewhere that this repository does not define.
undecided contains finding if {
	some a, members in in_clear
	some f in members
	asset := input.assets[a]
	field := asset.fields[f]
	some name in untold(field)
	finding := about(asset, field, sprintf("whether it is masked cannot be told: its %s is set elsewhere", [name]))
}

untold(field) := {name |
	some name in {"masking", "tags"}
	fact.is_unknown(field, name)
	may_mask(name)
}

may_mask("masking")

may_mask("tags") if count(data.parameters.PII002.masked_by_tags) > 0

in_clear[a] contains f if {
	some a, members in personal.fields(data.parameters.PII002.platforms)
	some f in members
	field := input.assets[a].fields[f]
	is_to_be_masked(field)
	not fact.is_set(field, "masking")
	not is_masked_by_tag(field)
}

# In dbt a mask is a convention, so only a model that masks some of its columns is held to it.
in_clear[a] contains f if {
	some a, members in personal.fields(["dbt"])
	some f in members
	field := input.assets[a].fields[f]
	is_to_be_masked(field)
	not fact.is_set(field, "masking")
	some other in input.assets[a].fields
	may_be_masked(other)
}

may_be_masked(field) if fact.is_set(field, "masking")

may_be_masked(field) if fact.is_unknown(field, "masking")

is_to_be_masked(field) if not field.personal_data.kind in data.parameters.PII002.except_kinds

# Snowflake, BigQuery and Databricks can hang a mask on a tag; the library is told which tags carry one.
is_masked_by_tag(field) if {
	some tag, _ in field.tags
	lower(tag) in {lower(carrier) | some carrier in data.parameters.PII002.masked_by_tags}
}

about(asset, field, what) := {
	"asset": asset.id,
	"field": field.name,
	"fact": "masking",
	"msg": sprintf("%s.%s holds %s and %s", [asset.name, field.name, field.personal_data.kind, what]),
}

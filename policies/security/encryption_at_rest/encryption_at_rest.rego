# METADATA
# title: Stored data is encrypted
# description: A bucket, volume, database, stream or cluster encrypts what it stores.
# related_resources:
# - ref: README.md
#   description: How to fix it
# custom:
#   id: ENC001
#   severity: high
#   phase: advise
#   suppressible: with-reason
#   aliases: [
#     CKV_AWS_3, CKV_AWS_5, CKV_AWS_8, CKV_AWS_16, CKV_AWS_19, CKV_AWS_29, CKV_AWS_42, CKV_AWS_43, CKV_AWS_44,
#     CKV_AWS_47, CKV_AWS_64, CKV_AWS_74, CKV_AWS_78, CKV_AWS_94, CKV_AWS_96, CKV_AWS_99, CKV_AWS_140, CKV_AWS_214,
#     CKV_AWS_292, CKV_AWS_311, CKV_AZURE_2
#   ]
#   frameworks:
#   - GDPR Art. 32
#   - HIPAA 164.312(a)(2)(iv)
#   - SOC 2 CC6.1
package security.encryption_at_rest

import data.lib.fact

# METADATA
# description: Encryption is off, or never turned on where the platform leaves it off.
deny contains finding if {
	some asset in input.assets
	is_in_clear(asset)
	finding := about(asset, "stores its data unencrypted")
}

# METADATA
# description: Rules ask for a key of one's own where the data is this sensitive.
deny contains finding if {
	some asset in input.assets
	asset.encryption_at_rest == "platform"
	asset.classification in data.parameters.ENC001.customer_key_for
	finding := about(asset, sprintf("holds %s data under the platform's key, not one of your own", [asset.classification]))
}

# METADATA
# description: Encryption is set by something that this repository does not define.
undecided contains finding if {
	some asset in input.assets
	fact.is_unknown(asset, "encryption_at_rest")
	finding := about(asset, "may store its data unencrypted: that is set elsewhere")
}

# METADATA
# description: How sensitive the data is, and so whose key it needs, is set by something that this repository does not define.
undecided contains finding if {
	some asset in input.assets
	asset.encryption_at_rest == "platform"
	count(data.parameters.ENC001.customer_key_for) > 0
	fact.is_unknown(asset, "classification")
	finding := about(asset, "may need a key of your own: its classification is set elsewhere")
}

is_in_clear(asset) if asset.encryption_at_rest == "none"

is_in_clear(asset) if {
	fact.is_absent(asset, "encryption_at_rest")
	some type in data.parameters.ENC001.off_unless_set
	fact.is_of_type(asset, type)
}

about(asset, what) := {
	"asset": asset.id,
	"fact": "encryption_at_rest",
	"msg": sprintf("%s %s", [asset.name, what]),
}

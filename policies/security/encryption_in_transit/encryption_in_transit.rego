# METADATA
# title: Data is encrypted on its way
# description: Clients of a database, cache, stream or service can only connect over TLS.
# related_resources:
# - ref: README.md
#   description: How to fix it
# custom:
#   id: ENC002
#   severity: high
#   phase: advise
#   suppressible: with-reason
#   aliases: [
#     CKV_AWS_30, CKV_AWS_83, CKV_AWS_97, CKV_AWS_215, CKV_AWS_220, CKV_AWS_239, CKV_AWS_351, CKV_AWS_357,
#     CKV_AZURE_3, CKV_AZURE_28, CKV_AZURE_29, CKV_GCP_6, CKV_GCP_97
#   ]
#   frameworks:
#   - GDPR Art. 32
#   - HIPAA 164.312(e)(1)
#   - SOC 2 CC6.7
package security.encryption_in_transit

import data.lib.fact

# METADATA
# description: Unencrypted connections are let in, or never refused where the platform lets them in.
deny contains finding if {
	some asset in input.assets
	lets_in_clear(asset)
	finding := about(asset, "lets clients connect without TLS")
}

# METADATA
# description: Whether TLS is needed is set by something that this repository does not define.
undecided contains finding if {
	some asset in input.assets
	fact.is_unknown(asset, "encryption_in_transit")
	finding := about(asset, "may let clients connect without TLS: that is set elsewhere")
}

lets_in_clear(asset) if asset.encryption_in_transit == false

lets_in_clear(asset) if {
	not "encryption_in_transit" in object.keys(asset)
	not fact.is_unknown(asset, "encryption_in_transit")
	some type in data.parameters.ENC002.off_unless_set
	fact.is_of_type(asset, type)
}

about(asset, what) := {
	"asset": asset.id,
	"fact": "encryption_in_transit",
	"msg": sprintf("%s %s", [asset.name, what]),
}

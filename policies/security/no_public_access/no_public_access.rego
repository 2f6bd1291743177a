# METADATA
# title: Data is not open to the world
# description: No bucket, database, share or warehouse can be reached or read by everyone on the internet.
# related_resources:
# - ref: README.md
#   description: How to fix it
# custom:
#   id: PUB001
#   severity: critical
#   phase: advise
#   suppressible: with-reason
#   aliases: [
#     CKV_AWS_17, CKV_AWS_20, CKV_AWS_32, CKV_AWS_57, CKV_AWS_60, CKV_AWS_69, CKV_AWS_70, CKV_AWS_87, CKV_AWS_89,
#     CKV_AWS_122, CKV_AWS_291, CKV_AWS_302, CKV_AWS_303, CKV_GCP_11, CKV_GCP_28
#   ]
#   frameworks:
#   - GDPR Art. 32
#   - HIPAA 164.312(a)(1)
#   - SOC 2 CC6.1
package security.no_public_access

import data.lib.fact

# METADATA
# description: Everyone can reach or read it.
deny contains finding if {
	some asset in input.assets
	asset.public_access == true
	finding := about(asset, "is open to everyone on the internet")
}

# METADATA
# description: Who can reach it is set by something that this repository does not define.
undecided contains finding if {
	some asset in input.assets
	fact.is_unknown(asset, "public_access")
	finding := about(asset, "may be open to everyone on the internet: that is set elsewhere")
}

about(asset, what) := {
	"asset": asset.id,
	"fact": "public_access",
	"msg": sprintf("%s %s", [asset.name, what]),
}

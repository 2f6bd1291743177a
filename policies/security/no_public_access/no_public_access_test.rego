package security.no_public_access_test

import data.security.no_public_access as policy

test_what_is_open_is_found if {
	found := policy.deny with input as asset({"public_access": true})
	found == {{
		"asset": "terraform:aws_s3_bucket.raw",
		"fact": "public_access",
		"msg": "aws_s3_bucket.raw is open to everyone on the internet",
	}}
}

test_what_is_closed_or_says_nothing_passes if {
	count(policy.deny) == 0 with input as asset({"public_access": false})
	count(policy.deny) == 0 with input as asset({})
}

test_what_cannot_be_told_is_undecided if {
	count(policy.deny) == 0 with input as asset({"unknown": ["public_access"]})
	count(policy.undecided) == 1 with input as asset({"unknown": ["public_access"]})
}

asset(facts) := {"assets": [object.union({"id": "terraform:aws_s3_bucket.raw", "name": "aws_s3_bucket.raw"}, facts)]}

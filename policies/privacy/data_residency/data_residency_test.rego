package privacy.data_residency_test

import data.privacy.data_residency as policy

test_another_region_is_found if {
	found := policy.deny with input as asset({"region": "us-east-1"}) with data.parameters as european
	found == {{
		"asset": "terraform:aws_s3_bucket.raw",
		"fact": "region",
		"key": "us-east-1",
		"msg": "aws_s3_bucket.raw keeps data in us-east-1, allowed: eu-*, EU",
	}}
}

test_an_allowed_region_passes_in_any_spelling if {
	every region in ["eu-west-1", "EU", "AWS_EU_WEST_1", "gcp:eu-west4", "eu"] {
		count(policy.deny) == 0 with input as asset({"region": region}) with data.parameters as european
	}
}

test_each_replica_counts if {
	found := policy.deny with input as asset({"region": ["eu-west-1", "us-east-1"], "replica_regions": ["ap-south-1"]})
		with data.parameters as european
	{finding.key | some finding in found} == {"us-east-1", "ap-south-1"}
}

test_without_a_list_nothing_is_found if {
	every facts in [{"region": "us-east-1"}, {"unknown": ["region"]}] {
		count(policy.deny) == 0 with input as asset(facts) with data.parameters as {"RES001": {"regions": []}}
		count(policy.undecided) == 0 with input as asset(facts) with data.parameters as {"RES001": {"regions": []}}
	}
}

test_what_cannot_be_told_is_undecided if {
	count(policy.deny) == 0 with input as asset({"unknown": ["region"]}) with data.parameters as european
	count(policy.undecided) == 1 with input as asset({"unknown": ["region"]}) with data.parameters as european
}

test_what_has_no_region_passes if {
	count(policy.deny) == 0 with input as asset({}) with data.parameters as european
}

asset(facts) := {"assets": [object.union({"id": "terraform:aws_s3_bucket.raw", "name": "aws_s3_bucket.raw"}, facts)]}

european := {"RES001": {"regions": ["eu-*", "EU"]}}

package security.encryption_at_rest_test

import data.security.encryption_at_rest as policy

test_data_in_clear_is_found if {
	found := policy.deny with input as asset({"encryption_at_rest": "none"}) with data.parameters as parameters
	found == {{"asset": "terraform:aws_db_instance.crm", "fact": "encryption_at_rest", "msg": "aws_db_instance.crm stores its data unencrypted"}}
}

test_what_is_off_unless_set_is_found if {
	count(policy.deny) == 1 with input as asset({}) with data.parameters as parameters
}

test_a_type_may_be_told_by_a_fact if {
	template := asset({"name": "Volume", "resource_type": "AWS::EC2::Volume"})
	count(policy.deny) == 1 with input as template with data.parameters as parameters
	other := asset({"name": "Volume", "resource_type": "AWS::EC2::VPC"})
	count(policy.deny) == 0 with input as other with data.parameters as parameters
}

test_what_is_on_unless_set_passes if {
	count(policy.deny) == 0 with input as asset({"name": "aws_s3_bucket.crm"}) with data.parameters as parameters
}

test_encrypted_data_passes if {
	every encryption in ["platform", "customer-key"] {
		count(policy.deny) == 0 with input as asset({"encryption_at_rest": encryption}) with data.parameters as parameters
	}
}

test_restricted_data_can_need_a_key_of_ones_own if {
	platform := asset({"encryption_at_rest": "platform", "classification": "restricted"})
	count(policy.deny) == 1 with input as platform with data.parameters as {"ENC001": {"off_unless_set": [], "customer_key_for": ["restricted"]}}
	count(policy.deny) == 0 with input as platform with data.parameters as parameters
}

test_what_cannot_be_told_is_undecided if {
	unknown := asset({"unknown": ["encryption_at_rest"]})
	count(policy.deny) == 0 with input as unknown with data.parameters as parameters
	count(policy.undecided) == 1 with input as unknown with data.parameters as parameters
}

test_whose_key_it_needs_is_undecided_where_its_classification_is_set_elsewhere if {
	platform := asset({"encryption_at_rest": "platform", "unknown": ["classification"]})
	count(policy.undecided) == 1 with input as platform with data.parameters as {"ENC001": {"off_unless_set": [], "customer_key_for": ["restricted"]}}
	count(policy.undecided) == 0 with input as platform with data.parameters as parameters
}

asset(facts) := {"assets": [object.union({"id": "terraform:aws_db_instance.crm", "name": "aws_db_instance.crm", "kind": "database"}, facts)]}

parameters := {"ENC001": {"off_unless_set": ["aws_db_instance", "AWS::EC2::Volume"], "customer_key_for": []}}

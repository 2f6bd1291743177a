package security.encryption_in_transit_test

import data.security.encryption_in_transit as policy

test_connections_in_clear_are_found if {
	found := policy.deny with input as asset({"encryption_in_transit": false}) with data.parameters as parameters
	found == {{
		"asset": "terraform:aws_msk_cluster.events",
		"fact": "encryption_in_transit",
		"msg": "aws_msk_cluster.events lets clients connect without TLS",
	}}
}

test_what_is_off_unless_set_is_found if {
	count(policy.deny) == 1 with input as asset({"name": "aws_elasticache_replication_group.cache"}) with data.parameters as parameters
}

test_a_type_may_be_told_by_a_fact if {
	template := asset({"name": "Cache", "resource_type": "AWS::ElastiCache::ReplicationGroup"})
	count(policy.deny) == 1 with input as template with data.parameters as parameters
}

test_what_refuses_them_passes if {
	count(policy.deny) == 0 with input as asset({"encryption_in_transit": true}) with data.parameters as parameters
	count(policy.deny) == 0 with input as asset({}) with data.parameters as parameters
}

test_what_cannot_be_told_is_undecided if {
	unknown := asset({"name": "aws_elasticache_replication_group.cache", "unknown": ["encryption_in_transit"]})
	count(policy.deny) == 0 with input as unknown with data.parameters as parameters
	count(policy.undecided) == 1 with input as unknown with data.parameters as parameters
}

asset(facts) := {"assets": [object.union({"id": "terraform:aws_msk_cluster.events", "name": "aws_msk_cluster.events"}, facts)]}

parameters := {"ENC002": {"off_unless_set": ["aws_elasticache_replication_group", "AWS::ElastiCache::ReplicationGroup"]}}

package privacy.cross_border_flow_test

import data.privacy.cross_border_flow as policy

test_clear_data_over_the_border_is_found_twice if {
	found := policy.deny with input as flow(european, object.union(american, {"fields": [email]})) with data.parameters as parameters
	found == {
		{
			"asset": "sql:us.contacts",
			"fact": "encryption_in_transit",
			"key": "encryption sql:eu.contacts",
			"msg": "us.contacts takes data from eu.contacts across a border, and does not ask for encryption on the way",
		},
		{
			"asset": "sql:us.contacts",
			"fact": "masking",
			"key": "masking sql:eu.contacts email",
			"msg": "us.contacts takes e-mail addresses from eu.contacts across a border, and nothing masks email",
		},
	}
}

# Encrypted and masked: passes. Each of the other three is found.
test_truth_table if {
	table := [
		{"encrypted": true, "masked": true, "found": 0},
		{"encrypted": true, "masked": false, "found": 1},
		{"encrypted": false, "masked": true, "found": 1},
		{"encrypted": false, "masked": false, "found": 2},
	]
	every row in table {
		field := object.union(email, {key: "mask_email" | some key in {"masking"}; row.masked})
		target := object.union(american, {"encryption_in_transit": row.encrypted, "fields": [field]})
		count(policy.deny) == row.found with input as flow(european, target) with data.parameters as parameters
		count(policy.undecided) == 0 with input as flow(european, target) with data.parameters as parameters
	}
}

test_the_other_way_and_at_home_pass if {
	count(policy.deny) == 0 with input as flow(american, european) with data.parameters as parameters
	count(policy.deny) == 0 with input as flow(european, object.union(american, {"region": "eu-central-1"})) with data.parameters as parameters
}

test_a_tag_and_any_spelling_place_a_thing if {
	every place in [{"region": "AWS_US_EAST_1"}, {"region": ["eu-west-1", "us-east-1"]}, {"tags": {"Region": "US"}}] {
		target := object.union(object.remove(american, ["region"]), place)
		count(policy.deny) == 1 with input as flow(european, target) with data.parameters as parameters
	}
}

test_a_platform_that_takes_no_clear_connection_passes if {
	target := object.union(american, {"platform": "snowflake"})
	count(policy.deny) == 0 with input as flow(european, target) with data.parameters as parameters
}

test_what_it_says_itself_goes_before_its_platform if {
	target := object.union(american, {"platform": "snowflake", "encryption_in_transit": false})
	count(policy.deny) == 1 with input as flow(european, target) with data.parameters as parameters
}

test_what_cannot_be_told_is_undecided if {
	unknown_field := object.union(email, {"unknown": ["masking"]})
	every facts in [
		{"unknown": ["encryption_in_transit"]},
		{"encryption_in_transit": true, "fields": [unknown_field]},
	] {
		target := object.union(american, facts)
		count(policy.deny) == 0 with input as flow(european, target) with data.parameters as parameters
		count(policy.undecided) == 1 with input as flow(european, target) with data.parameters as parameters
	}
}

test_an_unknown_region_is_undecided_on_either_side if {
	unplaced := {"unknown": ["region"]}
	source := object.union(object.remove(european, ["region"]), unplaced)
	target := object.union(object.remove(american, ["region"]), unplaced)
	every input_ in [flow(source, american), flow(european, target)] {
		count(policy.deny) == 0 with input as input_ with data.parameters as parameters
		count(policy.undecided) == 1 with input as input_ with data.parameters as parameters
	}
	count(policy.undecided) == 0 with input as flow(source, target) with data.parameters as parameters
}

test_a_region_of_another_type_is_not_told if {
	every value in [7, null, [], {}, false] {
		target := object.union(american, {"region": value})
		count(policy.undecided) == 1 with input as flow(european, target) with data.parameters as parameters
	}
}

test_what_names_no_region_passes if {
	count(policy.deny | policy.undecided) == 0 with input as flow(european, object.remove(american, ["region"])) with data.parameters as parameters
}

test_where_only_the_source_is_judged_it_stands_there if {
	given := object.union(flow(european, american), {"assets": [european]})
	found := policy.deny with input as given with data.parameters as parameters
	{finding.asset | some finding in found} == {"sql:eu.contacts"}
}

test_without_a_border_nothing_is_found if {
	none := {"RES002": object.union(parameters.RES002, {"from": []})}
	count(policy.deny | policy.undecided) == 0 with input as flow(european, american) with data.parameters as none
}

email := {"name": "email", "personal_data": {"kind": "e-mail addresses", "evidence": "lineage"}}

european := {"id": "sql:eu.contacts", "name": "eu.contacts", "kind": "table", "platform": "postgres", "region": "eu-west-1", "fields": []}

american := {"id": "sql:us.contacts", "name": "us.contacts", "kind": "table", "platform": "postgres", "region": "us-east-1", "fields": []}

flow(from, to) := {
	"assets": [from, to],
	"lineage": {
		"partial": false,
		"nodes": [{"id": asset.id, "name": asset.name, "assets": [asset]} | some asset in [from, to]],
		"edges": [{"from": {"node": from.id}, "to": {"node": to.id}}],
	},
}

parameters := {"RES002": {"from": ["eu-*", "EU"], "to": ["us-*", "US"], "region_tags": ["region"], "always_encrypted": ["snowflake"]}}

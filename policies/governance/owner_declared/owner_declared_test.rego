package governance.owner_declared_test

import data.governance.owner_declared as policy

test_a_contract_without_owner_is_found if {
	found := policy.deny with input as asset({"kind": "contract"}) with data.parameters as parameters
	found == {{"asset": "odcs:crm.contacts", "fact": "owner", "msg": "crm.contacts names no owner"}}
}

test_a_named_owner_passes if {
	every facts in [{"owner": "crm"}, {"tags": {"Data-Owner": "crm"}}] {
		count(policy.deny) == 0 with input as asset(object.union({"kind": "contract"}, facts)) with data.parameters as parameters
	}
}

test_another_tag_names_nobody if {
	count(policy.deny) == 1 with input as asset({"kind": "contract", "tags": {"env": "prod"}}) with data.parameters as parameters
}

test_a_model_needs_one_when_it_is_public_and_in_no_group if {
	count(policy.deny) == 1 with input as asset({"kind": "model", "access": "public"}) with data.parameters as parameters
	count(policy.deny) == 0 with input as asset({"kind": "model", "access": "public", "group": "crm"}) with data.parameters as parameters
	count(policy.deny) == 0 with input as asset({"kind": "model"}) with data.parameters as parameters
}

test_a_table_needs_none if {
	count(policy.deny) == 0 with input as asset({"kind": "table"}) with data.parameters as parameters
}

test_what_cannot_be_told_is_undecided if {
	every name in ["owner", "tags"] {
		unknown := asset({"kind": "contract", "unknown": [name]})
		count(policy.deny) == 0 with input as unknown with data.parameters as parameters
		count(policy.undecided) == 1 with input as unknown with data.parameters as parameters
	}
}

test_a_model_whose_access_or_group_is_set_elsewhere_is_undecided if {
	every facts in [{"unknown": ["access"]}, {"access": "public", "unknown": ["group"]}] {
		unknown := asset(object.union({"kind": "model"}, facts))
		count(policy.deny) == 0 with input as unknown with data.parameters as parameters
		count(policy.undecided) == 1 with input as unknown with data.parameters as parameters
	}
}

test_an_owner_that_says_nothing_is_none if {
	every nobody in ["", null, [], {}] {
		count(policy.deny) == 1 with input as asset({"kind": "contract", "owner": nobody}) with data.parameters as parameters
	}
}

asset(facts) := {"assets": [object.union({"id": "odcs:crm.contacts", "name": "crm.contacts"}, facts)]}

parameters := {"OWN001": {"kinds": ["contract"], "tags": ["data_owner"]}}

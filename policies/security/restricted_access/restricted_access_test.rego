package security.restricted_access_test

import data.security.restricted_access as policy

test_a_grant_to_everyone_is_found if {
	found := policy.deny with input as asset({"grants": [grant("PUBLIC", ["select", "usage"])]}) with data.parameters as parameters
	found == {{
		"asset": "sql:crm.contacts",
		"fact": "grants.0",
		"key": "everyone:public",
		"msg": "crm.contacts grants SELECT to PUBLIC, which is everyone",
	}}
}

test_the_way_to_the_data_may_be_open if {
	count(policy.deny) == 0 with input as asset({"grants": [grant("PUBLIC", ["USAGE"])]}) with data.parameters as parameters
}

test_a_grant_to_a_role_passes if {
	every sensitivity in [{}, {"holds_personal_data": ["e-mail addresses"]}] {
		granted := asset(object.union(sensitivity, {"grants": [grant("analyst", ["SELECT"])]}))
		count(policy.deny) == 0 with input as granted with data.parameters as parameters
	}
}

test_all_privileges_are_found_on_sensitive_data_only if {
	grants := {"grants": [grant("analyst", ["ALL PRIVILEGES"])]}
	count(policy.deny) == 0 with input as asset(grants) with data.parameters as parameters
	personal := policy.deny with input as asset(object.union(grants, {"holds_personal_data": ["phone numbers", "e-mail addresses"]}))
		with data.parameters as parameters
	{finding.msg | some finding in personal} == {"crm.contacts holds e-mail addresses and phone numbers, and grants analyst all privileges"}
	restricted := policy.deny with input as asset(object.union(grants, {"classification": "restricted"})) with data.parameters as parameters
	{finding.msg | some finding in restricted} == {"crm.contacts holds restricted data, and grants analyst all privileges"}
}

test_many_kinds_are_called_personal_data if {
	kinds := {"grants": [grant("analyst", ["*"])], "holds_personal_data": ["a", "b", "c"]}
	found := policy.deny with input as asset(kinds) with data.parameters as parameters
	{finding.msg | some finding in found} == {"crm.contacts holds personal data, and grants analyst all privileges"}
}

test_passing_sensitive_data_on_is_found if {
	with_option := object.union(grant("analyst", ["SELECT"]), {"option": true})
	passed_on := asset({"holds_personal_data": ["e-mail addresses"], "grants": [with_option]})
	found := policy.deny with input as passed_on with data.parameters as parameters
	{finding.key | some finding in found} == {"option:analyst"}
}

test_a_grant_of_its_own_is_as_sensitive_as_its_target if {
	target := {"id": "sql:crm.contacts", "name": "CRM.CONTACTS", "kind": "table", "holds_personal_data": ["e-mail addresses"]}
	all := object.union(grant("analyst", ["ALL"]), {"on": "crm.contacts"})
	standing := {"id": "terraform:grant.x", "name": "grant.x", "kind": "grant", "grants": [all]}
	count(policy.deny) == 1 with input as {"assets": [target, standing]} with data.parameters as parameters
	count(policy.deny) == 0 with input as {"assets": [standing]} with data.parameters as parameters
}

test_unknown_grants_of_sensitive_data_are_undecided if {
	unknown := {"unknown": ["grants"], "holds_personal_data": ["e-mail addresses"]}
	count(policy.undecided) == 1 with input as asset(unknown) with data.parameters as parameters
	count(policy.undecided) == 0 with input as asset({"unknown": ["grants"]}) with data.parameters as parameters
}

test_wide_grants_are_undecided_where_the_classification_is_set_elsewhere if {
	every wide in [grant("analyst", ["ALL"]), object.union(grant("analyst", ["SELECT"]), {"option": true})] {
		granted := asset({"grants": [wide], "unknown": ["classification"]})
		count(policy.deny) == 0 with input as granted with data.parameters as parameters
		{finding.key | some finding in policy.undecided} == {"unclassified:analyst"} with input as granted with data.parameters as parameters
	}
	narrow := asset({"grants": [grant("analyst", ["SELECT"])], "unknown": ["classification"]})
	count(policy.undecided) == 0 with input as narrow with data.parameters as parameters
}

asset(facts) := {"assets": [object.union({"id": "sql:crm.contacts", "name": "crm.contacts", "kind": "table"}, facts)]}

grant(to, privileges) := {"to": to, "privileges": privileges}

parameters := {"ACC001": {"classifications": ["restricted"], "everyone": ["public"], "harmless": ["USAGE"]}}

package schema.keep_not_null_test

import data.schema.keep_not_null as policy

test_a_value_that_may_now_be_empty_is_found if {
	found := policy.deny with input as changed({"nullable": false}, {"nullable": true}, {})
	found == {{"asset": "sql:crm.contacts", "field": "email", "fact": "nullable", "msg": "crm.contacts.email may now be empty"}}
}

test_a_statement_that_drops_not_null_is_found_without_its_table if {
	count(policy.deny) == 1 with input as {"changes": [change({"name": "email", "kind": "changed", "after": {"nullable": true}}, {"declared": true})]}
	count(policy.deny) == 0 with input as {"changes": [change({"name": "email", "kind": "changed", "after": {"nullable": true}}, {})]}
}

test_a_promise_that_a_contract_takes_back_is_found if {
	count(policy.deny) == 1 with input as changed({"required": true}, {"required": false}, {"platform": "odcs"})
	count(policy.deny) == 1 with input as changed({"required": true}, {}, {"platform": "odcs"})
	count(policy.deny) == 0 with input as changed({"required": true}, {"unknown": ["required"]}, {"platform": "odcs"})
}

test_a_value_that_is_needed_still_or_newly_passes if {
	count(policy.deny) == 0 with input as changed({"nullable": true}, {"nullable": false}, {})
	count(policy.deny) == 0 with input as changed({"type": "int", "nullable": false}, {"type": "bigint", "nullable": false}, {})
}

test_what_cannot_be_told_is_undecided if {
	count(policy.undecided) == 1 with input as changed({"nullable": false}, {"unknown": ["nullable"]}, {})
	count(policy.deny) == 0 with input as changed({"nullable": false}, {"unknown": ["nullable"]}, {})
}

test_what_it_was_before_is_undecided_where_it_is_set_elsewhere if {
	count(policy.undecided) == 1 with input as changed({"unknown": ["nullable"]}, {"nullable": true}, {})
	count(policy.undecided) == 1 with input as changed({"unknown": ["required"]}, {"required": false}, {"platform": "odcs"})
	count(policy.undecided) == 1 with input as changed({"required": true}, {"unknown": ["required"]}, {"platform": "odcs"})
	count(policy.undecided) == 0 with input as changed({"unknown": ["nullable"]}, {"nullable": false}, {})
}

changed(before, after, facts) := {"changes": [change({"name": "email", "kind": "changed", "before": before, "after": after}, facts)]}

change(field, facts) := object.union(
	{"asset": "sql:crm.contacts", "name": "crm.contacts", "kind": "changed", "asset_kind": "table", "platform": "postgres", "fields": [field]},
	facts,
)

package schema.breaking_change_test

import data.schema.breaking_change as policy

test_a_removed_table_is_found if {
	found := policy.deny with input as of_asset({"kind": "removed"})
	found == {{"asset": "sql:crm.contacts", "key": "removed", "msg": "crm.contacts is removed"}}
}

test_a_renamed_table_is_found_once if {
	found := policy.deny with input as of_asset({"kind": "removed", "renamed_to": "crm.people"})
	found == {{"asset": "sql:crm.contacts", "key": "renamed", "msg": "crm.contacts is renamed to crm.people"}}
}

test_a_removed_job_or_source_breaks_no_schema if {
	every kind in ["job", "source", "exposure"] {
		count(policy.deny) == 0 with input as of_asset({"kind": "removed", "asset_kind": kind})
	}
}

test_emptying_tables_that_nobody_named_is_found if {
	found := policy.deny with input as of_asset({"facts": [{"name": "rows", "before": "kept"}]})
	{finding.key | some finding in found} == {"emptied"}
	count(policy.deny) == 0 with input as of_asset({"facts": [{"name": "comment"}]})
}

test_a_removed_column_is_found if {
	found := policy.deny with input as of_field({"name": "email", "kind": "removed"})
	found == {{"asset": "sql:crm.contacts", "field": "email", "key": "removed", "msg": "crm.contacts.email is removed"}}
}

test_a_column_that_its_enforced_contract_still_names_is_left_to_the_contract if {
	model := {"id": "sql:crm.contacts", "contract": {"enforced": true}, "fields": [{"name": "email", "declared_in": ["properties"]}]}
	removed := of_field({"name": "email", "kind": "removed", "of": "query"})
	count(policy.deny) == 0 with input as object.union(removed, {"assets": [model]})
	count(policy.deny) == 1 with input as object.union(removed, {"assets": [object.union(model, {"contract": {"enforced": false}})]})
}

test_a_renamed_column_is_found_once if {
	forward := policy.deny with input as of_field({"name": "email", "kind": "removed", "renamed_to": "mail"})
	{finding.msg | some finding in forward} == {"crm.contacts.email is renamed to mail"}
	backward := policy.deny with input as of_field({"name": "mail", "kind": "changed", "renamed_from": "email", "before": {}, "after": {}})
	{finding.msg | some finding in backward} == {"crm.contacts.mail takes the place of email"}
}

test_a_type_that_no_longer_fits_is_found if {
	found := policy.deny with input as typed("varchar(40)", "varchar(20)")
	{finding.msg | some finding in found} == {"crm.contacts.email changes its type from varchar(40) to varchar(20)"}
	count(policy.deny) == 1 with input as typed("text", "int")
}

test_a_type_that_grows_passes if {
	count(policy.deny) == 0 with input as typed("int", "bigint")
	count(policy.undecided) == 0 with input as typed("int", "bigint")
}

test_a_type_that_was_not_told_is_undecided if {
	found := policy.undecided with input as of_field({"name": "email", "kind": "changed", "after": {"type": "text"}})
	{finding.key | some finding in found} == {"type"}
}

test_nested_types_are_undecided_unless_their_parts_are_told if {
	count(policy.undecided) == 1 with input as typed("struct<a:int>", "struct<a:int,b:int>")
	whole := {"name": "email", "kind": "changed", "before": {"type": "struct<a:int>"}, "after": {"type": "struct<a:bigint>"}}
	part := {"name": "email.a", "kind": "changed", "before": {"type": "int"}, "after": {"type": "bigint"}}
	count(policy.undecided) == 0 with input as of_fields([whole, part])
}

test_a_value_newly_needed_is_found if {
	every pair in [[{"nullable": true}, {"nullable": false}], [{}, {"nullable": false}], [{}, {"required": true}]] {
		found := policy.deny with input as of_field({"name": "email", "kind": "changed", "before": pair[0], "after": pair[1]})
		{finding.key | some finding in found} == {"required"}
	}
}

test_a_value_newly_needed_is_found_where_nothing_was_told_before if {
	found := policy.deny with input as of_field({"name": "email", "kind": "changed", "after": {"nullable": false}})
	{finding.key | some finding in found} == {"required"}
}

test_a_value_no_longer_needed_passes_here if {
	count(policy.deny) == 0 with input as of_field({"name": "email", "kind": "changed", "before": {"nullable": false}, "after": {"nullable": true}})
}

test_whether_a_value_was_needed_can_be_unknown if {
	was_unknown := {"name": "email", "kind": "changed", "before": {"unknown": ["nullable"]}, "after": {"nullable": false}}
	count(policy.deny) == 0 with input as of_field(was_unknown)
	count(policy.undecided) == 1 with input as of_field(was_unknown)
}

test_whether_a_value_is_needed_can_be_unknown if {
	unknown := {"name": "email", "kind": "changed", "before": {}, "after": {"unknown": ["nullable"]}}
	count(policy.deny) == 0 with input as of_field(unknown)
	count(policy.undecided) == 1 with input as of_field(unknown)
}

test_a_new_column_that_needs_a_value_is_found if {
	found := policy.deny with input as added({"type": "int", "nullable": false}, {})
	{finding.key | some finding in found} == {"added-required"}
}

test_a_new_column_that_gives_its_own_value_passes if {
	every after in [
		{"type": "int", "nullable": false, "default": 0},
		{"type": "boolean", "nullable": false, "default": false},
		{"type": "int", "nullable": false, "unknown": ["default"]},
		{"type": "serial", "nullable": false},
		{"type": "int", "nullable": false, "generated": "stored"},
		{"type": "int"},
	] {
		count(policy.deny) == 0 with input as added(after, {})
	}
}

test_a_new_view_column_or_promise_passes if {
	every other in [{"asset_kind": "view"}, {"platform": "odcs", "asset_kind": "contract"}, {"platform": "dbt", "asset_kind": "model"}] {
		count(policy.deny) == 0 with input as added({"type": "int", "nullable": false, "required": true}, other)
	}
}

test_avro_reads_a_missing_field_from_its_default if {
	avro := {"platform": "avro", "asset_kind": "schema"}
	count(policy.deny) == 1 with input as added({"type": "string"}, avro)
	count(policy.deny) == 0 with input as added({"type": "string", "default": ""}, avro)
	left_out := change(object.union(avro, {"fields": [{"name": "email", "kind": "removed", "before": {"type": "string", "default": null}}]}))
	count(policy.deny) == 0 with input as {"assets": [], "changes": [left_out]}
}

test_what_a_partial_text_does_not_name_is_not_removed if {
	removed := {"fields": [{"name": "email", "kind": "removed"}]}
	partial := {"id": "sql:crm.contacts", "partial": true}
	count(policy.deny) == 0 with input as {"assets": [partial], "changes": [change(removed)]}
	count(policy.deny) == 1 with input as {"assets": [partial], "changes": [change(object.union(removed, {"declared": true}))]}
}

test_dbt_properties_count_only_under_an_enforced_contract if {
	removed := change({"platform": "dbt", "asset_kind": "model", "fields": [{"name": "email", "kind": "removed", "of": "properties"}]})
	count(policy.deny) == 0 with input as {"assets": [{"id": "sql:crm.contacts"}], "changes": [removed]}
	count(policy.deny) == 1 with input as {"assets": [{"id": "sql:crm.contacts", "contract": {"enforced": true}}], "changes": [removed]}
	before := object.union(removed, {"before": {"contract": {"enforced": true}}})
	count(policy.deny) == 1 with input as {"assets": [], "changes": [before]}
}

test_a_dbt_column_that_only_its_properties_name_counts_only_under_a_contract if {
	documented := {"name": "email", "kind": "removed", "before": {"declared_in": ["properties"]}}
	count(policy.deny) == 0 with input as {"assets": [], "changes": [dbt([documented])]}
	selected := {"name": "email", "kind": "removed", "before": {"declared_in": ["properties", "query"]}}
	count(policy.deny) == 1 with input as {"assets": [], "changes": [dbt([selected])]}
}

test_a_dbt_type_counts_only_under_a_contract if {
	retyped := dbt([{"name": "email", "kind": "changed", "before": {"type": "text"}, "after": {"type": "int"}}])
	count(policy.deny) == 0 with input as {"assets": [], "changes": [retyped]}
	count(policy.deny) == 1 with input as {"assets": [{"id": "sql:crm.contacts", "contract": {"enforced": true}}], "changes": [retyped]}
}

test_a_default_that_is_set_elsewhere_is_undecided if {
	new := change({"fields": [{"name": "email", "kind": "added", "after": {"nullable": false, "unknown": ["default"]}}]})
	count(policy.deny) == 0 with input as {"assets": [], "changes": [new]}
	count(policy.undecided) == 1 with input as {"assets": [], "changes": [new]}
}

test_a_contract_that_is_set_elsewhere_is_undecided if {
	told_elsewhere := [{"id": "sql:crm.contacts", "unknown": ["contract"]}]
	every field in [
		{"name": "email", "kind": "removed", "before": {"declared_in": ["properties"]}},
		{"name": "email", "kind": "changed", "before": {"type": "text"}, "after": {"type": "int"}},
	] {
		count(policy.deny) == 0 with input as {"assets": told_elsewhere, "changes": [dbt([field])]}
		count(policy.undecided) == 1 with input as {"assets": told_elsewhere, "changes": [dbt([field])]}
	}
}

test_a_private_model_has_no_readers_elsewhere if {
	removed := change({"fields": [{"name": "email", "kind": "removed"}]})
	count(policy.deny) == 0 with input as {"assets": [{"id": "sql:crm.contacts", "access": "private"}], "changes": [removed]}
}

test_a_first_declaration_passes if {
	count(policy.deny) == 0 with input as of_asset({"kind": "added", "fields": [{"name": "email", "kind": "added", "after": {"nullable": false}}]})
}

test_what_the_rules_of_the_format_break_is_found if {
	found := policy.deny with input as ruled({"kind": "removed", "path": "email", "breaks": ["forward"], "message": "`email` is gone"}) with data.parameters.SCH001 as usual
	{finding.msg | some finding in found} == {"`email` is gone"}
	{finding.part | some finding in found} == {"email"}
}

test_a_difference_of_the_whole_asset_is_found if {
	found := policy.deny with input as ruled({"kind": "type-changed", "breaks": ["backward"], "message": "it changed"}) with data.parameters.SCH001 as usual
	{[finding.part, finding.key] | some finding in found} == {["", "type-changed"]}
}

test_a_difference_that_breaks_nobody_passes if {
	added := ruled({"kind": "added", "path": "email", "breaks": [], "message": "`email` is new"})
	count(policy.deny) == 0 with input as added with data.parameters.SCH001 as usual
	count(policy.undecided) == 0 with input as added with data.parameters.SCH001 as usual
}

test_two_values_of_one_field_are_two_findings if {
	gone := [{"kind": "value-removed", "path": "status", "before": value, "breaks": ["forward"], "message": "gone"} |
		some value in ["a", "b"]
	]
	change_of := {"platform": "protobuf", "asset_kind": "enum", "rules": "whole", "differences": gone}
	found := policy.deny with input as of_asset(change_of) with data.parameters.SCH001 as usual
	{finding.key | some finding in found} == {"value-removed a", "value-removed b"}
}

test_generated_code_counts_only_where_settings_say_so if {
	source := ruled({"kind": "renamed", "path": "email", "breaks": ["source"], "message": "`email` is renamed"})
	count(policy.deny) == 0 with input as source with data.parameters.SCH001 as usual
	strict := {"breaks": {"*": [], "protobuf": ["source"]}}
	count(policy.deny) == 1 with input as source with data.parameters.SCH001 as strict
}

test_a_whole_thing_that_is_gone_counts_whomever_it_breaks if {
	gone := ruled({"kind": "removed", "breaks": ["source"], "message": "the message is gone"})
	count(policy.deny) == 1 with input as gone with data.parameters.SCH001 as usual
}

test_what_the_rules_cannot_tell_is_undecided if {
	unresolved := ruled({"kind": "type-changed", "path": "email", "breaks": [], "unknown": "common.json#/Email", "message": "it may change"})
	count(policy.deny) == 0 with input as unresolved with data.parameters.SCH001 as usual
	count(policy.undecided) == 1 with input as unresolved with data.parameters.SCH001 as usual
}

test_rules_that_tell_all_leave_nothing_to_comparing if {
	removed := change({"rules": "whole", "differences": [], "fields": [{"name": "email", "kind": "removed"}]})
	count(policy.deny) == 0 with input as {"assets": [], "changes": [removed]} with data.parameters.SCH001 as usual
	gone := change({"rules": "whole", "differences": [], "kind": "removed"})
	count(policy.deny) == 0 with input as {"assets": [], "changes": [gone]} with data.parameters.SCH001 as usual
}

test_rules_that_tell_a_part_add_to_comparing if {
	differences := [
		{"kind": "removed", "path": "email", "breaks": ["forward"], "message": "told twice"},
		{"kind": "removed", "path": "phone", "breaks": ["forward"], "message": "told once"},
	]
	partly := change({"rules": "part", "differences": differences, "fields": [{"name": "email", "kind": "removed"}]})
	found := policy.deny with input as {"assets": [], "changes": [partly]} with data.parameters.SCH001 as usual
	{finding.msg | some finding in found} == {"crm.contacts.email is removed", "told once"}
}

usual := {"breaks": {"*": ["backward", "forward", "wire"]}}

ruled(difference) := of_asset({"platform": "protobuf", "asset_kind": "message", "rules": "whole", "differences": [difference]})

dbt(fields) := change({"platform": "dbt", "asset_kind": "model", "fields": fields})

of_asset(facts) := {"assets": [], "changes": [change(facts)]}

of_field(field) := of_fields([field])

of_fields(fields) := of_asset({"fields": fields})

typed(before, after) := of_field({"name": "email", "kind": "changed", "before": {"type": before}, "after": {"type": after}})

added(after, facts) := of_asset(object.union({"fields": [{"name": "email", "kind": "added", "after": after}]}, facts))

change(facts) := object.union(
	{
		"asset": "sql:crm.contacts",
		"name": "crm.contacts",
		"kind": "changed",
		"asset_kind": "table",
		"platform": "postgres",
		"file": "a.sql",
		"fields": [],
		"facts": [],
	},
	facts,
)

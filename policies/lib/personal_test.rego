package lib.personal_test

import data.lib.personal

test_only_personal_fields_of_the_platforms_are_named if {
	found := personal.fields(["snowflake"]) with input as {"assets": [
		asset("postgres", "table", [email]),
		asset("snowflake", "table", [{"name": "price"}, email]),
		asset("snowflake", "view", [email]),
	]}
	found == {1: {1}}
}

test_a_column_that_sql_only_speaks_of_may_be_tagged_elsewhere if {
	spoken_of := object.union(asset("snowflake", "table", [email]), {"id": "sql:a", "partial": true})
	personal.fields(["snowflake"]) == {} with input as {"assets": [spoken_of]}
	added := object.union(spoken_of, {"fields": [object.union(email, {"type": "STRING"})]})
	personal.fields(["snowflake"]) == {0: {0}} with input as {"assets": [added]}
	other := object.union(spoken_of, {"id": "dbt:a"})
	personal.fields(["snowflake"]) == {0: {0}} with input as {"assets": [other]}
}

test_one_or_two_kinds_are_named if {
	personal.words({"holds_personal_data": ["phone numbers"]}) == "phone numbers"
	personal.words({"holds_personal_data": ["phone numbers", "birth dates"]}) == "birth dates and phone numbers"
	personal.words({"holds_personal_data": ["a", "b", "c"]}) == "personal data"
	not personal.words({"name": "price"})
}

asset(platform, kind, fields) := {"platform": platform, "kind": kind, "fields": fields}

email := {"name": "email", "personal_data": {"kind": "e-mail addresses", "evidence": "name"}}

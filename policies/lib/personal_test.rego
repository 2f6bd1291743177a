package lib.personal_test

import data.lib.personal

test_only_personal_fields_of_the_platforms_are_named if {
	found := personal.fields(["snowflake"]) with input as {"assets": [
		asset("snowflake", "table", [email, {"name": "price"}]),
		asset("postgres", "table", [email]),
		asset("snowflake", "view", [email]),
	]}
	[[field.name, of.platform, of.kind] | some [of, field] in found] == [["email", "snowflake", "table"]]
}

asset(platform, kind, fields) := {"platform": platform, "kind": kind, "fields": fields}

email := {"name": "email", "personal_data": {"kind": "e-mail addresses", "evidence": "name"}}

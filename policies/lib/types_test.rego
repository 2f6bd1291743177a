package lib.types_test

import data.lib.types

test_types_that_are_the_same_whatever_their_spelling if {
	every pair in [
		["INT", "integer"], ["varchar(20)", "VARCHAR (20)"], ["character varying(20)", "varchar(20)"], ["STRING", "text"],
		["bool", "boolean"], ["numeric(10, 2)", "DECIMAL(10,2)"], ["pg_catalog.int4", "int"], ["\"int8\"", "bigint"],
		["timestamp(3) with time zone", "timestamptz"], ["geometry", "geometry"], ["array<int>", "ARRAY<INT>"],
	] {
		types.relation(pair[0], pair[1]) == "same"
	}
}

test_types_that_hold_all_old_values if {
	every pair in [
		["int", "bigint"], ["smallint", "int"], ["varchar(20)", "varchar(40)"], ["varchar(20)", "text"], ["char", "char(2)"],
		["numeric(10,2)", "numeric(12,2)"], ["numeric(10,2)", "numeric"], ["int", "numeric(10)"], ["bigint", "number"],
		["float", "double"], ["int", "double"], ["long", "float"], ["integer", "number"],
	] {
		types.relation(pair[0], pair[1]) == "widened"
		types.relation(pair[1], pair[0]) == "narrowed"
	}
}

test_types_of_another_kind if {
	every pair in [
		["string", "int"], ["int", "string"], ["date", "timestamp"], ["timestamp", "timestamptz"], ["mood", "text"],
		["numeric(10,2)", "numeric(10,4)"], ["boolean", "string"], ["string", "array<string>"], ["geometry", "geography"],
	] {
		types.relation(pair[0], pair[1]) == "other"
	}
}

test_nested_types_are_not_compared_as_text if {
	every pair in [["array<int>", "array<string>"], ["struct<a:int>", "struct<a:int,b:int>"], ["int[]", "text[]"]] {
		not types.relation(pair[0], pair[1])
	}
}

test_a_contracts_word_and_a_tables_type_are_alike if {
	every pair in [
		["string", "varchar(20)"], ["number", "numeric(10,2)"], ["number", "double"], ["integer", "bigint"], ["integer", "number(38,0)"],
		["timestamp", "timestamp_tz"], ["object", "variant"], ["object", "jsonb"], ["mood", "MOOD"], ["boolean", "bool"],
	] {
		types.alike(pair[0], pair[1])
	}
}

test_other_words_are_not_alike if {
	every pair in [["string", "int"], ["date", "timestamp"], ["number", "varchar"], ["boolean", "integer"], ["mood", "text"]] {
		not types.alike(pair[0], pair[1])
	}
}

test_serial_numbers_itself if {
	types.numbers_itself("BIGSERIAL")
	not types.numbers_itself("bigint")
}

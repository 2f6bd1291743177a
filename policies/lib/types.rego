# METADATA
# title: Types, and whether one can stand in for another
# description: |
#   Types of SQL, dbt, Avro, JSON Schema and data contracts in one order. A type widens when whoever reads the old one can read
#   all values of the new one. What is not in the tables compares by its text.
package lib.types

# METADATA
# description: |
#   What a change of type means: `same`, `widened`, `narrowed` (some old values do not fit) or `other` (another kind of
#   value). Undefined where both are nested types whose parts are compared by themselves.
relation(before, after) := "same" if {
	plain(before) == plain(after)
} else := relation_of(parsed(before), parsed(after))

# METADATA
# description: |
#   The family of a type: integer, decimal, float, string, boolean, date, time, timestamp, timestamp_tz, binary, json, uuid,
#   nested, or `unlisted` for a type that is in no table.
family(type) := parsed(type).family

# METADATA
# description: Whether values of the two types are of one kind, as a contract's `number` and a table's `numeric(10, 2)`.
alike(first, second) if plain(first) == plain(second)

alike(first, second) if {
	some group in {
		{"integer", "decimal"},
		{"decimal", "float"},
		{"timestamp", "timestamp_tz"},
		{"string", "uuid"},
		{"json", "nested"},
		{"string"}, {"boolean"}, {"date"}, {"time"}, {"binary"}, {"integer"}, {"float"},
	}
	family(first) in group
	family(second) in group
}

# METADATA
# description: Whether the type brings its own value, as `serial` does.
numbers_itself(type) if {
	plain(type) in {"serial", "bigserial", "smallserial", "serial2", "serial4", "serial8"}
}

relation_of(before, after) := "same" if {
	before == after
	before.family != "unlisted"
	before.family != "nested"
} else := "widened" if {
	widens(before, after)
} else := "narrowed" if {
	widens(after, before)
} else := "other" if {
	not both_nested(before, after)
}

both_nested(before, after) if {
	before.family == "nested"
	after.family == "nested"
}

widens(before, after) if {
	before.family == after.family
	before.family in {"integer", "float", "time", "timestamp", "timestamp_tz", "binary"}
	before.size <= after.size
}

widens(before, after) if {
	before.family == "string"
	after.family == "string"
	before.size <= after.size
}

widens(before, after) if {
	before.family == "decimal"
	after.family == "decimal"
	before.size - before.scale <= after.size - after.scale
	before.scale <= after.scale
}

widens(before, after) if {
	before.family == "integer"
	after.family == "decimal"
	digits[before.size] <= after.size - after.scale
}

# A double holds every integer up to 53 bits, and Avro reads any integer as any float.
widens(before, after) if {
	before.family == "integer"
	after.family == "float"
}

digits := {1: 3, 2: 5, 3: 8, 4: 10, 8: 19, 16: 38}

unbounded := 1000000000

# Without arguments a decimal holds what the platform's largest does.
parsed(type) := {"family": "decimal", "size": precision, "scale": scale} if {
	name_of(type) in decimals
	precision := argument(type, 0, 1000)
	scale := argument(type, 1, default_scale(type))
} else := {"family": "string", "size": argument(type, 0, size)} if {
	size := strings[name_of(type)]
} else := {"family": family_name, "size": size} if {
	[family_name, size] := table[name_of(type)]
} else := {"family": "nested", "size": 0} if {
	is_nested(plain(type))
} else := {"family": "unlisted", "size": plain(type)}

default_scale(type) := 0 if {
	contains(type, "(")
} else := 500

# `VARCHAR (20)`, `"pg_catalog"."varchar"(20)` and `varchar( 20 )` are one type.
plain(type) := replace(replace(replace(trim_space(no_schema), " (", "("), "( ", "("), ", ", ",") if {
	no_schema := trim_prefix(replace(lower(type), "\"", ""), "pg_catalog.")
}

name_of(type) := trim_space(concat("", [parts[0], rest])) if {
	parts := split(replace(plain(type), ")", "("), "(")
	rest := concat("", array.slice(parts, 2, 3))
}

argument(type, index, otherwise) := to_number(text) if {
	inside := split(replace(plain(type), ")", "("), "(")[1]
	text := trim_space(split(inside, ",")[index])
	regex.match(`^\d{1,9}$`, text)
} else := otherwise

is_nested(text) if {
	some start in ["struct", "record", "object", "row", "array", "map", "list", "variant", "tuple", "multiset"]
	startswith(text, start)
}

is_nested(text) if endswith(text, "[]")

decimals := {"decimal", "numeric", "number", "dec", "fixed", "bignumeric", "bigdecimal", "money", "smallmoney"}

strings := {
	"char": 1,
	"character": 1,
	"nchar": 1,
	"bpchar": unbounded,
	"varchar": unbounded,
	"varchar2": unbounded,
	"nvarchar": unbounded,
	"nvarchar2": unbounded,
	"character varying": unbounded,
	"char varying": unbounded,
	"nchar varying": unbounded,
	"tinytext": 255,
	"text": unbounded,
	"ntext": unbounded,
	"mediumtext": unbounded,
	"longtext": unbounded,
	"citext": unbounded,
	"clob": unbounded,
	"string": unbounded,
}

table := {
	"tinyint": ["integer", 1],
	"byte": ["integer", 1],
	"smallint": ["integer", 2],
	"short": ["integer", 2],
	"int2": ["integer", 2],
	"smallserial": ["integer", 2],
	"serial2": ["integer", 2],
	"mediumint": ["integer", 3],
	"int": ["integer", 4],
	"integer": ["integer", 4],
	"int4": ["integer", 4],
	"serial": ["integer", 4],
	"serial4": ["integer", 4],
	"bigint": ["integer", 8],
	"long": ["integer", 8],
	"int8": ["integer", 8],
	"int64": ["integer", 8],
	"bigserial": ["integer", 8],
	"serial8": ["integer", 8],
	"hugeint": ["integer", 16],
	"real": ["float", 4],
	"float4": ["float", 4],
	"float": ["float", 6],
	"double": ["float", 8],
	"double precision": ["float", 8],
	"float8": ["float", 8],
	"float64": ["float", 8],
	"boolean": ["boolean", 1],
	"bool": ["boolean", 1],
	"bit": ["boolean", 1],
	"date": ["date", 1],
	"time": ["time", 1],
	"time without time zone": ["time", 1],
	"timestamp": ["timestamp", 1],
	"timestamp without time zone": ["timestamp", 1],
	"timestamp_ntz": ["timestamp", 1],
	"timestampntz": ["timestamp", 1],
	"datetime": ["timestamp", 1],
	"datetime2": ["timestamp", 1],
	"smalldatetime": ["timestamp", 1],
	"timestamp with time zone": ["timestamp_tz", 1],
	"timestamptz": ["timestamp_tz", 1],
	"timestamp_tz": ["timestamp_tz", 1],
	"timestamp_ltz": ["timestamp_tz", 1],
	"datetimeoffset": ["timestamp_tz", 1],
	"bytes": ["binary", 1],
	"binary": ["binary", 1],
	"varbinary": ["binary", 1],
	"bytea": ["binary", 1],
	"blob": ["binary", 1],
	"json": ["json", 1],
	"jsonb": ["json", 1],
	"super": ["json", 1],
	"uuid": ["uuid", 1],
	"uniqueidentifier": ["uuid", 1],
}

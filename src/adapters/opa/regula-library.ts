/**
 * What rules for Regula call of the library that Regula brings, for packs that come without it.
 * Source: Regula, docs/development/writing-rules, "fugue.* functions".
 */
export const REGULA_LIBRARY = `package fugue

import rego.v1

input_resource_types := {resource._type | some resource in input.resources}

resource_types_v0 := input_resource_types

resources(type) := {id: resource | some id, resource in input.resources; resource._type == type}

plan := input._plan

input_type := input._input_type

verdict(valid, params) := {
	"valid": valid,
	"id": params.resource.id,
	"type": params.resource._type,
	"message": object.get(params, "message", ""),
	"attribute": object.get(params, "attribute", null),
	"provider": object.get(params.resource, "_provider", ""),
	"filepath": object.get(params.resource, "_filepath", ""),
	"tags": object.get(params.resource, "_tags", {}),
}

allow(params) := verdict(true, params)

allow_resource(resource) := verdict(true, {"resource": resource})

deny(params) := verdict(false, params)

deny_resource(resource) := verdict(false, {"resource": resource})

deny_resource_with_message(resource, message) := verdict(false, {"resource": resource, "message": message})

missing(params) := {
	"valid": false,
	"id": "",
	"type": params.resource_type,
	"message": object.get(params, "message", ""),
	"attribute": null,
	"provider": object.get(params, "provider", ""),
	"filepath": "",
	"tags": {},
}

missing_resource(type) := missing({"resource_type": type})

missing_resource_with_message(type, message) := missing({"resource_type": type, "message": message})

report_v0(message, judgements) := {"valid": true, "message": "", "resources": judgements} if {
	every judgement in judgements { judgement.valid }
} else := {"valid": false, "message": message, "resources": judgements}
`;

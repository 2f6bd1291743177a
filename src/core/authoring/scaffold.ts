import type { SourceFile } from '../../model/source.ts';

export interface NewPolicy {
  readonly category: string;
  readonly name: string;
  readonly id: string;
}

/** The files of a policy that compiles, holds its tests and has nothing for lint to find. Paths are those in the library. */
export function scaffold(policy: NewPolicy): readonly SourceFile[] {
  const folder = `${policy.category}/${policy.name}`;
  const file = (path: string, text: string): SourceFile => ({ path: `${folder}/${path}`, text, size: bytesOf(text) });
  return [
    file(`${policy.name}.rego`, rego(policy)),
    file(`${policy.name}_test.rego`, tests(policy)),
    file('README.md', page(policy)),
    ...caseFiles('without_description', model(''), FOUND).map(([path, text]) => file(path, text)),
    ...caseFiles('with_description', model('    description: One row a customer.\n'), PASSES).map(([path, text]) => file(path, text)),
  ];
}

const bytesOf = (text: string): number => text.length;

const TITLE = 'A dbt model says what it is';

const rego = ({ category, name, id }: NewPolicy): string => `# METADATA
# title: ${TITLE}
# description: A model without a description is used by guessing.
# related_resources:
# - ref: README.md
#   description: How to fix it
# custom:
#   id: ${id}
#   severity: low
#   phase: observe
#   suppressible: with-reason
package ${category}.${name}

# METADATA
# description: What is wrong, as the text says it.
deny contains finding if {
	some asset in models
	object.get(asset, "description", "") == ""
	not "description" in object.get(asset, "unknown", [])
	finding := about(asset, "has no description")
}

# METADATA
# description: What cannot be told, because something that this repository does not define sets it.
undecided contains finding if {
	some asset in models
	"description" in asset.unknown
	finding := about(asset, "may have no description: that is set elsewhere")
}

models contains asset if {
	some asset in input.assets
	asset.kind == "model"
}

about(asset, what) := {
	"asset": asset.id,
	"fact": "description",
	"msg": sprintf("%s %s", [asset.name, what]),
}
`;

const tests = ({ category, name }: NewPolicy): string => `package ${category}.${name}_test

import data.${category}.${name} as policy

test_a_model_without_description_is_found if {
	found := policy.deny with input as model({})
	found == {{"asset": "dbt:shop.customers", "fact": "description", "msg": "customers has no description"}}
}

test_a_model_with_a_description_passes if {
	count(policy.deny) == 0 with input as model({"description": "One row a customer."})
}

test_what_is_set_elsewhere_is_undecided_not_passed if {
	count(policy.deny) == 0 with input as model({"unknown": ["description"]})
	count(policy.undecided) == 1 with input as model({"unknown": ["description"]})
}

test_other_things_pass if {
	count(policy.deny) == 0 with input as {"assets": [{"id": "sql:crm.contacts", "kind": "table", "name": "crm.contacts"}]}
}

model(facts) := {"assets": [object.union({"id": "dbt:shop.customers", "kind": "model", "name": "customers"}, facts)]}
`;

const page = ({ id }: NewPolicy): string => `# ${id} ${TITLE}

A model without a description is used by guessing.

**Found:** a dbt model whose properties give no description, or an empty one.
**Cannot decide:** the description is set by something that the repository does not define.

## Fix it
| before | after |
| --- | --- |
| \`- name: customers\` | \`- name: customers\` with \`description: One row a customer.\` |

## When nobody else uses it
Say so where it stands, with the reason: \`tollgate:ignore ${id} reason="only used by the model beside it"\`.

## Why
Say here why your organisation asks for it.
`;

const caseFiles = (name: string, schema: string, expected: string): readonly (readonly [string, string])[] => [
  [`cases/${name}/after/models/schema.yml`, schema],
  [`cases/${name}/after/models/customers.sql`, 'select 1 as id\n'],
  [`cases/${name}/after/dbt_project.yml`, 'name: shop\nversion: "1.0"\nprofile: shop\nmodel-paths: [models]\n'],
  [`cases/${name}/expected.yml`, expected],
];

const model = (description: string): string => `version: 2\nmodels:\n  - name: customers\n${description}    columns:\n      - name: id\n`;

const PASSES = '# Nothing is found in after/.\nfindings: []\n';

const FOUND = `# What Tollgate finds in after/. With a folder before/ beside it, the case is a pull request from the one to the other.
findings:
  - asset: customers
    rule: deny
    file: models/customers.sql
    line: 1
`;

/** A repository with strict rules, and a change that breaks two of them. */
export const STRICT_BASE: Readonly<Record<string, string>> = {
  'warehouse/customers.sql': 'CREATE TABLE mart.customers (\n  id NUMBER NOT NULL\n);\n',
  '.github/tollgate.yml': settings('PII001: enforce', 'policies: rules\ndata: [shared.yml]\n'),
  CODEOWNERS: '*.sql @acme/crm\n',
  'rules/data.json': '{ "banned": ["email"] }\n',
  'shared.yml': 'strict: true\n',
  'rules/banned.rego': `# METADATA
# title: Some fields have no place here
# custom:
#   id: BAN001
#   phase: enforce
package local.banned

deny contains {"asset": asset.id, "field": field.name, "msg": "is banned"} if {
	data.strict
	some asset in input.assets
	some field in asset.fields
	field.name in data.banned
}
`,
};

export const BREAKING_CHANGE: Readonly<Record<string, string>> = {
  'warehouse/customers.sql': 'CREATE TABLE mart.customers (\n  id NUMBER NOT NULL,\n  email VARCHAR\n);\n',
};

function settings(phases: string, more = ''): string {
  return `phases: { ${phases}, PII002: observe }\nsql:\n  dialects:\n    - { paths: ["warehouse/**"], dialect: snowflake }\n${more}`;
}

const OWN = 'policies: rules\ndata: [shared.yml]\n';

/** What a head may try beside that change, so that it is not judged; null deletes a file. None of it may change the verdict. */
export const LOOSENING: readonly (readonly [string, Readonly<Record<string, string | null>>])[] = [
  ['settings that only observe', { '.github/tollgate.yml': settings('PII001: observe, BAN001: observe', OWN) }],
  ['settings that ignore the file', { '.github/tollgate.yml': settings('PII001: enforce', `${OWN}ignore: ["warehouse/**"]\n`) }],
  ['settings without libraries', { '.github/tollgate.yml': 'extends: []\n' }],
  ['no settings', { '.github/tollgate.yml': null }],
  ['settings that cannot be read', { '.github/tollgate.yml': 'phases: [\n' }],
  [
    'parameters that look at nothing',
    { '.github/tollgate.yml': settings('PII001: enforce', `${OWN}parameters: { PII001: { platforms: [] } }\n`) },
  ],
  ['no policy of its own', { 'rules/banned.rego': null }],
  ['a policy that finds nothing', { 'rules/banned.rego': 'package local.banned\n\ndeny contains {"msg": "x"} if false\n' }],
  ['a policy that does not compile', { 'rules/banned.rego': 'package local.banned\n\ndeny contains\n' }],
  ['data of its policies', { 'rules/data.json': '{ "banned": [] }\n' }],
  ['data that settings name', { 'shared.yml': 'strict: false\n' }],
  ['an exception', { '.github/tollgate/exceptions/mine.yml': exception() }],
  ['a baseline', { '.github/tollgate/baseline.txt': 'everything\n' }],
  ['other owners', { CODEOWNERS: '*.sql @acme/other\n' }],
  ['owners at a place that counts more', { '.github/CODEOWNERS': '*.sql @acme/other\n' }],
  ['no owners', { CODEOWNERS: null }],
];

function exception(): string {
  return `policies: [PII001, BAN001]
scope: [{ asset: mart.customers, field: email }]
justification: The vendor cannot read tagged columns before the migration.
requested_by: "@mona"
requested: 2026-11-01
expires: 2027-01-20
`;
}

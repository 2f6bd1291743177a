import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { composeLocal } from '../../src/compose/local.ts';
import type { Json } from '../../src/model/json.ts';
import { LIBRARY, policyFolders } from './default-library.ts';
import { type Mutant, mutantsOf, type Subject } from './mutants.ts';
import { OPA, opa } from './opa.ts';

/*
 * A policy must not fall silent because a fact went missing. Each fact that a policy reads is deleted, made unknown and retyped under an
 * input that the policy speaks about. Unknown: it must still speak. Retyped: it must speak, or the published schema must refuse the input. Deleted:
 * it may be silent only where absence means that all is well, with the reason in SILENT.
 */

const email = { name: 'email', type: 'STRING', personal_data: { kind: 'e-mail addresses', evidence: 'name' } };
const asset = (facts: { readonly [key: string]: Json }) => ({
  version: 1,
  change: { event: 'cli' },
  assets: [{ id: 'a', kind: 'table', name: 'crm.contacts', platform: 'snowflake', file: 'a.sql', fields: [], ...facts }],
  changes: [],
  lineage: { edges: [], nodes: [], partial: false },
});
const change = (field: { readonly [key: string]: Json }, facts: { readonly [key: string]: Json } = {}) => ({
  ...asset({}),
  changes: [
    {
      asset: 'a',
      name: 'crm.contacts',
      kind: 'changed',
      asset_kind: 'table',
      platform: 'postgres',
      file: 'a.sql',
      facts: [],
      fields: [field],
      ...facts,
    },
  ],
});

const holds = { holds_personal_data: ['e-mail addresses'] };
const grant = { to: 'PUBLIC', privileges: ['SELECT'] };

const european = { id: 'eu', kind: 'table', name: 'eu.contacts', platform: 'postgres', file: 'a.sql', fields: [], region: 'eu-west-1' };
const crossing = (facts: { readonly [key: string]: Json }) => ({
  ...asset({ name: 'us.contacts', platform: 'postgres', ...facts }),
  lineage: {
    partial: false,
    edges: [{ from: { node: 'eu' }, to: { node: 'a' } }],
    nodes: [
      { id: 'eu', name: 'eu.contacts', assets: [european] },
      { id: 'a', name: 'us.contacts', assets: asset({ name: 'us.contacts', platform: 'postgres', ...facts }).assets },
    ],
  },
});
const border = { RES002: { from: ['eu-*'], to: ['us-*'], region_tags: ['region'], always_encrypted: [] } };
const clear = { region: 'us-east-1', encryption_in_transit: false };
const masked = { ...clear, encryption_in_transit: true };

const SUBJECTS: readonly Subject[] = [
  { policy: 'PII001', input: asset({ fields: [email] }), thing: 'assets.0.fields.0', absent: ['tags'] },
  { policy: 'PII002', input: asset({ fields: [email] }), thing: 'assets.0.fields.0', absent: ['masking'] },
  { policy: 'CLS001', input: asset(holds), thing: 'assets.0', absent: ['classification', 'tags'] },
  {
    policy: 'RES001',
    input: asset({ region: 'us-east-1' }),
    thing: 'assets.0',
    absent: ['replica_regions'],
    parameters: { RES001: { regions: ['eu-*'] } },
  },
  { policy: 'RES002', input: crossing(clear), thing: 'lineage.nodes.1.assets.0', parameters: border },
  {
    policy: 'RES002',
    input: crossing({ ...masked, fields: [email] }),
    thing: 'lineage.nodes.1.assets.0.fields.0',
    absent: ['masking'],
    parameters: border,
  },
  { policy: 'RET001', input: asset({ kind: 'contract', ...holds }), thing: 'assets.0', absent: ['retention'] },
  { policy: 'OWN001', input: asset({ kind: 'bucket' }), thing: 'assets.0', absent: ['owner', 'tags'] },
  { policy: 'ENC001', input: asset({ encryption_at_rest: 'none' }), thing: 'assets.0' },
  { policy: 'ENC002', input: asset({ encryption_in_transit: false }), thing: 'assets.0' },
  { policy: 'PUB001', input: asset({ public_access: true }), thing: 'assets.0' },
  { policy: 'ACC001', input: asset({ grants: [grant], ...holds }), thing: 'assets.0' },
  { policy: 'ACC001', input: asset({ grants: [grant] }), thing: 'assets.0.grants.0' },
  {
    policy: 'SCH001',
    input: change({ name: 'email', kind: 'changed', before: { nullable: true }, after: { nullable: false } }),
    thing: 'changes.0.fields.0.after',
    absent: ['required'],
  },
  {
    policy: 'SCH002',
    input: change({ name: 'email', kind: 'changed', before: { nullable: false }, after: { nullable: true } }),
    thing: 'changes.0.fields.0.after',
  },
  {
    policy: 'CON001',
    input: asset({
      kind: 'model',
      platform: 'dbt',
      contract: { enforced: true },
      fields: [
        { name: 'id', declared_in: ['properties', 'query'] },
        { name: 'email', declared_in: ['properties'] },
      ],
    }),
    thing: 'assets.0',
  },
];

/** Where a policy may be silent, and why. */
const SILENT: Readonly<Record<string, string>> = {
  'PII001: deleted personal_data': 'not recognised is not personal',
  'PII001: unknown personal_data': 'recognising settles it; it is never unknown there',
  'PII002: deleted personal_data': 'not recognised is not personal',
  'PII002: unknown personal_data': 'recognising settles it; it is never unknown there',
  'CLS001: deleted holds_personal_data': 'not recognised is not personal',
  'CLS001: unknown holds_personal_data': 'recognising settles it; it is never unknown there',
  'RET001: deleted holds_personal_data': 'not recognised is not personal',
  'RET001: unknown holds_personal_data': 'recognising settles it; it is never unknown there',
  'RES001: deleted region': 'what names no region is placed by something else',
  'RES002: deleted region': 'what names no region is placed by something else',
  'RES002: deleted personal_data': 'not recognised is not personal',
  'RES002: unknown personal_data': 'recognising settles it; it is never unknown there',
  'ENC001: deleted encryption_at_rest': 'the platform encrypts, save where the parameters say that it does not',
  'ENC002: deleted encryption_in_transit': 'the platform refuses, save where the parameters say that it does not',
  'PUB001: deleted public_access': 'platforms are closed unless told otherwise',
  'ACC001: deleted grants': 'nothing is granted',
  'ACC001: deleted to': 'an extractor names whom a grant is for, or the grants are unknown',
  'ACC001: deleted privileges': 'nothing is granted',
  'ACC001: unknown to': 'what is known of a grant in part leaves the grants unknown, which is told of sensitive data',
  'ACC001: unknown privileges': 'what is known of a grant in part leaves the grants unknown, which is told of sensitive data',
  'SCH001: deleted nullable': 'no need is declared',
  'SCH002: deleted nullable': 'a type without the word is told as nullable by whoever knows its default',
  'CON001: deleted contract': 'no contract, nothing promised',
};

describe.skipIf(OPA === undefined)('policies under mutation (needs OPA)', () => {
  const mutants = SUBJECTS.flatMap(mutantsOf);
  const subjects = SUBJECTS.map(({ policy, input, parameters = {} }): Mutant => ({ policy, name: 'as it is', input, parameters }));
  let spoken: ReadonlySet<Mutant>;
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tollgate-mutants-'));
    spoken = judge([...subjects, ...mutants], folder);
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('every policy speaks about its own subject', () => {
    expect(subjects.filter((one) => !spoken.has(one)).map(({ policy }) => policy)).toEqual([]);
  });

  test('every policy that reads facts has a subject', () => {
    const ids = policyFolders().map(({ metadata }) => metadata.custom.id);
    // These two read only types and defaults, which are no facts that text can leave unknown.
    expect(ids.filter((id) => !SUBJECTS.some(({ policy }) => policy === id))).toEqual(['SCH003', 'SCH004']);
  });

  test('a policy that stays silent is named, with its reason', () => {
    const validate = new Ajv({ strict: false }).compile(JSON.parse(readFileSync(`${LIBRARY}/schemas/input.json`, 'utf8')) as object);
    const silent = mutants.filter((one) => !spoken.has(one) && validate(one.input)).map(({ policy, name }) => `${policy}: ${name}`);
    expect(silent.sort()).toEqual(Object.keys(SILENT).sort());
  });

  test('the Wasm that judges says the same as OPA', async () => {
    const all = [...subjects, ...mutants];
    const said = await judgeByWasm(all);
    const differing = all.filter((one) => said.has(one) !== spoken.has(one));
    expect(differing.map(({ policy, name }) => `${policy}: ${name}`)).toEqual([]);
  });
});

/** One run of OPA over all inputs; those about which their policy said anything. */
function judge(inputs: readonly Mutant[], folder: string): ReadonlySet<Mutant> {
  const defaults = JSON.parse(readFileSync(`${LIBRARY}/parameters/data.json`, 'utf8')) as { readonly [key: string]: Json };
  const cases = inputs.map(({ policy, input, parameters }) => ({ policy, input, parameters: { ...defaults, ...parameters } }));
  writeFileSync(join(folder, 'mutants.json'), JSON.stringify({ mutants: cases }));
  writeFileSync(join(folder, 'mutation.rego'), module());
  const data = [LIBRARY, join(folder, 'mutants.json'), join(folder, 'mutation.rego')].flatMap((path) => ['--data', path]);
  const { stdout: output } = opa('eval', '--format', 'json', ...data, 'data.mutation.spoken');
  const answer = JSON.parse(output) as {
    readonly result: readonly { readonly expressions: readonly { readonly value: readonly number[] }[] }[];
  };
  const indexes = new Set(answer.result[0]?.expressions[0]?.value);
  return new Set(inputs.filter((_, index) => indexes.has(index)));
}

/** The same through the engine of the app, in one call for all inputs of the same parameters. */
async function judgeByWasm(inputs: readonly Mutant[]): Promise<ReadonlySet<Mutant>> {
  const local = composeLocal();
  try {
    const library = await local.compiler.compile([await local.defaultLibrary()]);
    const said = new Set<Mutant>();
    for (const group of Map.groupBy(inputs, ({ parameters }) => JSON.stringify(parameters)).values()) {
      const answers = await local.engine.evaluate(
        library,
        group.map(({ input }) => input),
        group[0]?.parameters ?? {},
      );
      for (const one of group.filter((mutant, index) => answers[index]?.statements.some(({ policy }) => policy === mutant.policy)))
        said.add(one);
    }
    return said;
  } finally {
    await local.close();
  }
}

function module(): string {
  const rules = policyFolders().flatMap(({ category, name, metadata }) => {
    const source = readFileSync(`${LIBRARY}/${category}/${name}/${name}.rego`, 'utf8');
    return ['deny', 'undecided']
      .filter((rule) => source.includes(`${rule} contains`))
      .map(
        (rule) =>
          `spoken contains index if {\n\tsome index, mutant in data.mutants\n\tmutant.policy == "${metadata.custom.id}"\n` +
          `\tsaid := data.${category}.${name}.${rule} with input as mutant.input with data.parameters as mutant.parameters\n\tcount(said) > 0\n}\n`,
      );
  });
  return `package mutation\n\n${rules.join('\n')}`;
}

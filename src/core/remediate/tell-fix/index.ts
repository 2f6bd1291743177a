import type { Asset } from '../../../model/asset.ts';
import type { Statement } from '../../../model/finding.ts';
import type { Fix, Fixable, Remediator } from '../../plug-ins.ts';

/** What to write or do where no exact edit is known: by policy, then by the finding's key or the platform. */
export const tellFix: Remediator = {
  id: 'tell-fix',
  policies: 'ACC001 CLS001 CON001 ENC001 ENC002 OWN001 PUB001 RES001 RET001 SCH001 SCH002 SCH003 SCH004'.split(' '),
  fix({ policy, statement, asset, parameters }: Fixable): Fix | null {
    if (statement.rule === 'undecided' && !ALSO_UNDECIDED.has(policy.id)) return null;
    const text = policy.id === 'RES001' ? regionsIn(parameters) : wordsFor(policy.id, statement, asset);
    return text === undefined ? null : { text, edits: [] };
  },
};

/** A type that cannot be compared has the same way out as one that is known to break. */
const ALSO_UNDECIDED: ReadonlySet<string> = new Set(['SCH001']);

function wordsFor(policy: string, { key }: Statement, asset: Asset | undefined): string | undefined {
  const words = WORDS.get(policy);
  return (key === undefined ? undefined : words?.get(key.split(':', 1)[0] ?? '')) ?? words?.get(asset?.platform ?? '') ?? words?.get('');
}

function regionsIn(parameters: Fixable['parameters']): string | undefined {
  const regions = typeof parameters === 'object' && parameters !== null && 'regions' in parameters ? parameters['regions'] : undefined;
  return Array.isArray(regions) ? `use a region that is ${regions.join(' or ')}` : undefined;
}

const words = (entries: Readonly<Record<string, string>>): ReadonlyMap<string, string> => new Map(Object.entries(entries));

const WORDS: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map([
  [
    'ACC001',
    words({
      everyone: 'grant it to a role that needs it, not to everyone',
      all: 'grant only the privileges that are used, such as SELECT',
      option: 'leave out WITH GRANT OPTION',
    }),
  ],
  [
    'CLS001',
    words({
      snowflake: "WITH TAG (governance.classification = 'restricted')",
      databricks: "SET TAGS ('classification' = 'restricted')",
      dbt: 'config: { meta: { classification: restricted } }',
      avro: '"classification": "restricted"',
      odcs: 'classification: restricted',
    }),
  ],
  [
    'CON001',
    words({
      column: 'name the same columns in the contract and in the query',
      missing: 'add the column, or take it out of the contract and tell its readers',
      type: "cast it to the contract's type",
    }),
  ],
  ['ENC001', words({ '': 'turn on encryption at rest' })],
  ['ENC002', words({ '': 'let clients connect over TLS only' })],
  [
    'OWN001',
    words({
      aws: 'tags = { owner = "…" }',
      dbt: 'owner: { name: …, email: … }, or a group that has one',
      odcs: 'team: [{ username: …, role: owner }]',
      snowflake: "WITH TAG (governance.owner = '…')",
      '': 'name the owner, or tag it with one',
    }),
  ],
  ['PUB001', words({ '': 'let only named accounts and networks in' })],
  [
    'RET001',
    words({
      bigquery: 'OPTIONS (partition_expiration_days = …)',
      odcs: 'slaProperties: [{ property: retention, value: …, unit: d }]',
      '': 'declare how long it is kept',
    }),
  ],
  [
    'SCH001',
    words({
      removed: 'keep it until its readers have moved, then remove it in a later change',
      renamed: 'add the new name beside the old one, move readers and writers, remove the old one later',
      type: 'keep the type, or add a field with the new type beside it',
      required: 'fill it and give it a default first',
      'added-required': 'give it a default, or let it be empty',
    }),
  ],
  ['SCH002', words({ '': 'keep NOT NULL and give missing rows a value that says so' })],
  ['SCH003', words({ char: 'text with a check: CHECK (length(…) = n)', varchar: 'text with a check: CHECK (length(…) <= n)' })],
  [
    'SCH004',
    words({
      default: 'add the column without a default, set the default, fill old rows in batches',
      serial: 'add a bigint, fill it in batches, then make it an identity',
      generated: 'add a plain column and fill it in batches, or compute it in a view',
    }),
  ],
]);

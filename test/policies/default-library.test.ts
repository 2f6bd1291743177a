import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { policyInput } from '../../src/core/evaluate/policy-input.ts';
import { LIBRARY, policyFolders } from './default-library.ts';

const POLICIES = policyFolders();
const parameters = JSON.parse(readFileSync(`${LIBRARY}/parameters/data.json`, 'utf8')) as Record<string, Record<string, unknown>>;

describe.each(POLICIES.map((policy) => [policy.metadata.custom.id, policy] as const))('%s', (id, policy) => {
  const { metadata, page } = policy;

  test('has its tests and its page beside it', () => {
    expect(policy.files).toEqual(['README.md', `${policy.name}.rego`, `${policy.name}_test.rego`]);
  });

  test('says all that a reader is told', () => {
    expect(id).toMatch(/^[A-Z]{3}\d{3}$/);
    expect(['low', 'medium', 'high', 'critical']).toContain(metadata.custom.severity);
    expect(['observe', 'advise']).toContain(metadata.custom.phase);
    expect(['never', 'with-reason', 'with-expiry', 'with-approval']).toContain(metadata.custom.suppressible);
    expect(Array.isArray(metadata.custom.frameworks)).toBe(true);
    expect(metadata.description).toMatch(/\.$/);
  });

  test('has a page that starts with its title and says how to fix, when it is wrong, and why', () => {
    expect(page.split('\n')[0]).toBe(`# ${id} ${metadata.title}`);
    expect(page.split('\n').filter((line) => line.startsWith('## '))).toEqual(['## Fix it', expect.stringMatching(/^## When /), '## Why']);
  });

  test('tells each of its parameters on its page', () => {
    for (const name of Object.keys(parameters[id] ?? {})) expect(page).toContain(`parameters.${id}.${name}`);
  });
});

test('ids are given once', () => {
  const ids = POLICIES.map(({ metadata }) => metadata.custom.id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(Object.keys(parameters).filter((id) => !ids.includes(id))).toEqual([]);
});

test('the index lists every policy as it is', () => {
  const rows = POLICIES.map(({ category, name, metadata: { title, custom } }) => {
    const { id, severity, phase, frameworks } = custom;
    return `| [${id}](${category}/${name}/README.md) | ${title} | ${severity} | ${phase} | ${frameworks.join(', ')} |`;
  });
  const index = readFileSync(`${LIBRARY}/README.md`, 'utf8');
  expect(index.split('\n').filter((line) => line.startsWith('| ['))).toEqual(rows);
});

describe('the published schema of the input', () => {
  const validate = new Ajv({ allErrors: true, strict: false }).compile(
    JSON.parse(readFileSync(`${LIBRARY}/schemas/input.json`, 'utf8')) as object,
  );
  const at = { file: 'a.sql', start: { line: 1, column: 1, offset: 0 }, end: { line: 1, column: 1, offset: 0 } };
  const context = { event: 'cli', surface: 'cli', branch: 'main', now: '2026-01-01T00:00:00Z', labels: [] } as const;
  const asset = {
    id: 'sql:a',
    kind: 'table',
    name: 'a',
    platform: 'snowflake',
    file: 'a.sql',
    files: ['a.sql'],
    location: at,
    extent: at,
  } as const;

  test('takes what Tollgate builds', () => {
    const facts = { region: { value: 'eu-west-1', location: at }, tags: { unknown: 'var.tags', location: at } };
    const field = { name: 'email', type: 'STRING', location: at, extent: at, facts: { nullable: { value: false, location: at } } };
    const change = {
      asset: 'sql:a',
      name: 'a',
      kind: 'changed',
      assetKind: 'table',
      platform: 'snowflake',
      file: 'a.sql',
      location: at,
    } as const;
    const changed = {
      name: 'email',
      kind: 'changed',
      before: { name: 'email' },
      after: { name: 'email', type: 'STRING' },
      location: at,
    } as const;
    const input = policyInput(context, [{ ...asset, facts, fields: [field] }], [{ ...change, fields: [changed], facts: [] }]);
    expect(validate(input) ? [] : validate.errors).toEqual([]);
  });

  test('refuses a fact of another type', () => {
    const input = policyInput(context, [{ ...asset, facts: { public_access: { value: 'yes', location: at } }, fields: [] }], []);
    expect(validate(input)).toBe(false);
  });
});

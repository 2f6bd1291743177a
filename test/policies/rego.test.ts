import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { LIBRARY } from './default-library.ts';
import { OPA, opa } from './opa.ts';

const REGO = readdirSync(LIBRARY, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.rego'))
  .map((path) => `${LIBRARY}/${path}`);

describe.skipIf(OPA === undefined)('the default library, by OPA itself (needs OPA)', () => {
  test('is strict, and reads nothing that the schema of the input does not have', () => {
    expect(opa('check', '--strict', '--schema', `${LIBRARY}/schemas/input.json`, ...REGO).complaint).toBe('');
  });

  test('is formatted', () => {
    expect(opa('fmt', '--list', '--fail', ...REGO).complaint).toBe('');
  });

  test('passes its own tests, which reach every line', () => {
    expect(opa('test', '--bundle', LIBRARY).complaint).toBe('');
    const { files } = JSON.parse(opa('test', '--coverage', '--format', 'json', ...REGO).stdout) as {
      readonly files: Record<string, Coverage>;
    };
    const unreached = Object.entries(files).filter(([, { not_covered: lines = [] }]) => lines.length > 0);
    expect(unreached).toEqual([]);
    expect(Object.keys(files)).toHaveLength(REGO.length);
  });
});

interface Coverage {
  readonly not_covered?: readonly unknown[];
}

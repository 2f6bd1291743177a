import { describe, expect, it } from 'vitest';
import { findJsonPath } from '../../../src/core/checkov/find-json-path.ts';
import { parseJsonPath } from '../../../src/core/checkov/json-path.ts';
import { toValue, type Value } from '../../../src/core/resources/value.ts';

const ROOT = toValue({
  acl: 'private',
  ingress: [
    { from_port: 22, cidr_blocks: ['0.0.0.0/0'], description: 'ssh' },
    { from_port: 443, cidr_blocks: ['10.0.0.0/8', '::/0'] },
  ],
  rule: { id: 'a', expiration: { days: 30 } },
  tags: { 'a b': 1, env: 'prod' },
});
const found = (path: string, root: Value = ROOT) => findJsonPath(root, parseJsonPath(path) ?? []).values;

describe('JSONPath', () => {
  it.each<[string, readonly unknown[]]>([
    ['acl', ['private']],
    ['$.acl', ['private']],
    ['ingress[*].from_port', [22, 443]],
    ['ingress[0].description', ['ssh']],
    ['ingress[-1].from_port', [443]],
    ['ingress[0:1].from_port', [22]],
    ['ingress[?(@.from_port == 22)].cidr_blocks[*]', ['0.0.0.0/0']],
    ['ingress[?(@.from_port > 100 & @.from_port < 500)].from_port', [443]],
    ['ingress[?(@.from_port == 22 | @.from_port == 443)].from_port', [22, 443]],
    ['ingress[?(@.description)].from_port', [22]],
    ["ingress[?(@.description =~ 's{2}h')].from_port", [22]],
    ['ingress[?!(@.description)].from_port', [443]],
    ["ingress[*].cidr_blocks[?(@ == '::/0')]", ['::/0']],
    ["rule[?(@.id == 'a')].expiration.days", [30]],
    ['rule[*].id', ['a']],
    ["tags.'a b'", [1]],
    ["tags['a b']", [1]],
    ['tags.*', [1, 'prod']],
    ['$..days', [30]],
    ['ingress.`len`', [2]],
    ['nothing.at.all', []],
  ])('%s', (path, values) => {
    expect(found(path)).toEqual(values);
  });

  it.each(['', 'a..', 'a[', 'a[?(@.b == )]', 'a b', 'a[?(@.b', 'a]'])('%j is no path', (path) => {
    expect(parseJsonPath(path)).toBeUndefined();
  });

  it('refuses tests in each other without end, and comes back from long paths', () => {
    expect(parseJsonPath(`a${'[?(@.b'.repeat(5000)}`)).toBeUndefined();
    expect(parseJsonPath(`a[?${'('.repeat(50_000)}@.b`)).toBeUndefined();
    expect(parseJsonPath(`a${'.b'.repeat(50_000)}`)).toHaveLength(50_001);
  });

  it('ends where every step branches', () => {
    const wide = toValue(Array.from({ length: 300 }, () => ({ a: [{ a: [{ a: [1] }] }] })));
    expect(findJsonPath(wide, parseJsonPath(`$${'..a[*]'.repeat(12)}`) ?? []).values.length).toBeLessThanOrEqual(20_000);
    expect(findJsonPath(wide, parseJsonPath('$..a') ?? []).values).toHaveLength(900);
  });

  it('says when something on the way cannot be told', () => {
    const root = new Map<string, Value>([['ingress', [{ unknown: 'var.rules' }, new Map([['from_port', 22]])]]]);
    expect(findJsonPath(root, parseJsonPath('ingress[*].from_port') ?? [])).toEqual({ values: [22], isOpen: true });
  });
});

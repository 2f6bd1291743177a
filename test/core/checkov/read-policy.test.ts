import { describe, expect, it } from 'vitest';
import { readCheckovPolicy } from '../../../src/core/checkov/read-policy.ts';

const read = (text: string, path = 'privacy/tags.yaml') => readCheckovPolicy({ path, text, size: text.length }, 'acme');

const GOOD = `metadata:
  id: ACME_1
  name: Buckets are private
  category: GENERAL_SECURITY
  severity: HIGH
  guideline: https://acme.example/private
  custom:
    phase: enforce
    suppressible: with-expiry
    aliases: [CKV_AWS_20]
    frameworks: [GDPR Art. 32]
scope:
  provider: aws
definition:
  and:
    - cond_type: attribute
      resource_types: [aws_s3_bucket]
      attribute: enabled
      operator: equals
      value: yes
    - not:
        cond_type: attribute
        resource_types: aws_s3_bucket
        attribute: "tags[?(@.a == 'b')]"
        operator: jsonpath_exists
    - cond_type: filter
      attribute: resource_type
      operator: within
      value: [aws_s3_bucket]
`;

describe('a policy of the YAML language', () => {
  it('has its metadata, with what is ours in custom', () => {
    expect(read(GOOD).read?.metadata).toEqual({
      id: 'ACME_1',
      title: 'Buckets are private',
      description: '',
      severity: 'high',
      phase: 'enforce',
      category: 'general_security',
      package: 'checkov.ACME_1',
      path: 'acme/privacy/tags.yaml',
      library: 'acme',
      frameworks: ['GDPR Art. 32'],
      suppressible: 'with-expiry',
      input: 'graph',
      page: 'https://acme.example/private',
      aliases: ['CKV_AWS_20'],
    });
  });

  it('reads bare switches as PyYAML does, and types in either form', () => {
    expect(read(GOOD).read?.policy.definition).toMatchObject({
      is: 'and',
      of: [{ value: true, types: ['aws_s3_bucket'] }, { is: 'not', of: { isJsonPath: true, operator: 'exists' } }, { is: 'filter' }],
    });
    expect(read(GOOD.replace('value: yes', 'value: "yes"')).read?.policy.definition).toMatchObject({ of: [{ value: 'yes' }, {}, {}] });
  });

  it('may be JSON', () => {
    const metadata = { id: 'A', name: 'n', category: 'c' };
    const definition = { cond_type: 'attribute', resource_types: ['t'], attribute: 'a', operator: 'exists' };
    expect(read(JSON.stringify({ metadata, definition }, null, 1), 'a.json').read?.policy.id).toBe('A');
  });

  it('leaves other YAML of a library alone', () => {
    expect(read('cases:\n  - name: x\n')).toEqual({ read: null, problems: [] });
  });
});

describe('a policy that is not well-formed is a problem at its place', () => {
  it.each([
    ['an unknown operator', ['operator: equals', 'operator: equalz'], 19, 'did you mean equals?'],
    ['an unknown condition', ['cond_type: filter', 'cond_type: filtre'], 26, 'cond_type'],
    ['no id', ['id: ACME_1', 'number: ACME_1'], 2, 'metadata.id'],
    ['an id that is none', ['id: ACME_1', 'id: "ACME 1"'], 2, 'metadata.id'],
    ['no category', ['category:', 'kind:'], 2, 'metadata.category'],
    ['an unknown severity', ['HIGH', 'HUGE'], 5, 'metadata.severity'],
    ['an unknown phase', ['enforce', 'forbid'], 8, 'metadata.custom.phase'],
    ['a path that is none', ["@.a == 'b'", '@.a == '], 24, 'JSONPath'],
    ['taggable', ['resource_types: aws_s3_bucket', 'resource_types: taggable'], 23, 'taggable'],
    ['no condition', ['and:', 'and: x'], 15, 'one condition or more'],
  ] as const)('%s', (_, [from, to], line, words) => {
    const { read: policy, problems } = read(GOOD.replace(from, to).replace(/and: x\n(?: .*\n)*/, 'and: x\n'));
    expect(policy).toBeNull();
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({
      code: 'policy-metadata',
      undecided: true,
      location: { file: 'acme/privacy/tags.yaml', start: { line } },
    });
    expect(problems[0]?.message).toContain(words);
  });

  it('a connection cannot be turned by `not`', () => {
    const text = GOOD.replace(
      / {4}- not:\n(?: {8}.*\n)+/,
      '    - not: {cond_type: connection, resource_types: [a], connected_resource_types: [b], operator: exists}\n',
    );
    expect(read(text).problems.map(({ message }) => message)).toEqual(['`not` cannot turn a connection: use `not_exists`.']);
  });

  it('a policy with very many faults tells the first ten', () => {
    const conditions = '    - {cond_type: x}\n'.repeat(5000);
    expect(read(`metadata: {id: A, name: n, category: c}\ndefinition:\n  and:\n${conditions}`).problems).toHaveLength(10);
  });

  it('broken YAML, too deep YAML', () => {
    expect(read('definition:\n  and: [\nmetadata: {').problems[0]).toMatchObject({ code: 'policy-metadata', undecided: true });
    expect(read(`metadata: {id: A}\ndefinition: ${'{and: ['.repeat(5000)}`).problems[0]).toMatchObject({ undecided: true });
  });
});

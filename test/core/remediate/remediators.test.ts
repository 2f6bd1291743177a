import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../../src/core/remediate/apply-edits.ts';
import { proposeFix } from '../../../src/core/remediate/propose-fix.ts';
import { REMEDIATORS } from '../../../src/core/remediate/registry.ts';
import { lineIndex } from '../../../src/core/text/line-index.ts';
import type { Asset, Fact, Field } from '../../../src/model/asset.ts';
import type { Statement } from '../../../src/model/finding.ts';
import type { Json } from '../../../src/model/json.ts';
import type { Location } from '../../../src/model/source.ts';

/** A text in which `‹name›`, `«extent»` and `⟦fact⟧` mark the places that an extractor would give. */
interface Marked {
  readonly text: string;
  readonly name: Location;
  readonly extent: Location;
  readonly fact: Location;
}

function marked(source: string, path = 'a.sql'): Marked {
  const offsets = new Map<string, number>();
  let text = '';
  for (const character of source) {
    if ('‹›«»⟦⟧'.includes(character)) offsets.set(character, text.length);
    else text += character;
  }
  const at = (open: string, close: string) => lineIndex(path, text).location(offsets.get(open) ?? 0, offsets.get(close) ?? 0);
  return { text, name: at('‹', '›'), extent: at('«', '»'), fact: at('⟦', '⟧') };
}

interface Case {
  readonly policy: string;
  readonly platform: string;
  readonly source: string;
  readonly kind?: string;
  readonly type?: string;
  readonly asset?: Partial<Asset>;
  readonly statement?: Partial<Statement>;
  readonly parameters?: Json;
  readonly fieldFacts?: Field['facts'];
}

function fixed({ policy, platform, source, kind = 'e-mail addresses', type, asset, statement, parameters = {}, fieldFacts = {} }: Case) {
  const { text, name, extent } = marked(source);
  const personal: Fact = { value: { kind, evidence: 'name' }, location: name };
  const field: Field = {
    name: 'email',
    location: name,
    extent,
    facts: { personal_data: personal, ...fieldFacts },
    ...(type === undefined ? {} : { type }),
  };
  const whole: Asset = {
    id: `sql:mart.customers`,
    kind: 'table',
    name: 'mart.customers',
    platform,
    file: 'a.sql',
    files: ['a.sql'],
    location: name,
    extent,
    facts: {},
    fields: [field],
    ...asset,
  };
  const fix = proposeFix(
    {
      statement: { policy, rule: 'deny', message: 'm', ...statement },
      policy: {
        id: policy,
        title: 't',
        description: 'd',
        severity: 'high',
        phase: 'advise',
        category: 'c',
        package: 'p',
        path: 'p',
        library: 'default',
        frameworks: [],
        suppressible: 'never',
        input: 'assets',
      },
      asset: whole,
      field,
      file: { path: 'a.sql', text, size: text.length },
      parameters,
    },
    REMEDIATORS,
  );
  return { text: fix.text, result: fix.patch ? applyEdits(text, fix.patch.edits) : null };
}

describe('a mask goes behind the type', () => {
  test.each([
    ['snowflake', '«‹email› STRING NOT NULL»', 'STRING', 'email STRING WITH MASKING POLICY governance.mask_email NOT NULL'],
    ['snowflake', '«"‹email›" VARCHAR(200)»', 'VARCHAR(200)', null],
    ['snowflake', '«‹"email"›\n  VARCHAR(200)»', 'VARCHAR(200)', '"email"\n  VARCHAR(200) WITH MASKING POLICY governance.mask_email'],
    ['databricks', "«‹email› STRING COMMENT 'x'»", 'STRING', "email STRING MASK governance.mask_email COMMENT 'x'"],
    ['tsql', '«‹email› nvarchar(200) NULL»', 'nvarchar(200)', "email nvarchar(200) MASKED WITH (FUNCTION = 'email()') NULL"],
    ['tsql', '«‹email› nvarchar(200) COLLATE Latin1_General_CI_AS»', 'nvarchar(200)', null],
    ['snowflake', '«‹email› VARCHAR (200)»', 'VARCHAR', null],
    ['snowflake', '«‹email› VARCHAR2»', 'VARCHAR', null],
    ['snowflake', '«‹email›»', undefined, null],
  ])('%s %s', (platform, source, type, result) => {
    const fix = fixed({ policy: 'PII002', platform, source, ...(type === undefined ? {} : { type }) });
    expect(fix.result).toBe(result);
    expect(fix.text).toMatch(/mask/i);
  });

  test('its name comes from the parameters, unless it could not stand in SQL', () => {
    const source = '«‹email› STRING»';
    const named = (mask: string) =>
      fixed({ policy: 'PII002', platform: 'snowflake', source, type: 'STRING', parameters: { masks: { 'e-mail addresses': mask } } }).text;
    expect(named('sec.hide')).toBe('WITH MASKING POLICY sec.hide');
    expect(named("x'; DROP TABLE t")).toBe('WITH MASKING POLICY governance.mask_email');
  });

  test('platforms that mask elsewhere, and doubtful masks, get words', () => {
    const source = '«‹email› STRING»';
    expect(fixed({ policy: 'PII002', platform: 'redshift', source, type: 'STRING' })).toEqual({
      text: 'ATTACH MASKING POLICY governance.mask_email ON mart.customers (email) TO PUBLIC',
      result: null,
    });
    expect(fixed({ policy: 'PII002', platform: 'snowflake', source, type: 'STRING', statement: { rule: 'undecided' } }).result).toBeNull();
    expect(fixed({ policy: 'PII002', platform: 'snowflake', source, type: 'STRING', asset: { id: 'terraform:x' } }).result).toBeNull();
  });
});

describe('a tag goes where the format has it', () => {
  test('Snowflake', () => {
    const fix = fixed({ policy: 'PII001', platform: 'snowflake', source: '«‹email› STRING NOT NULL»', type: 'STRING' });
    expect(fix.result).toBe("email STRING WITH TAG (governance.pii = 'email') NOT NULL");
  });

  test('Avro, on one line and on several', () => {
    const inline = fixed({ policy: 'PII001', platform: 'avro', source: '«{"name": "‹email›", "type": "string"}»' });
    expect(inline.result).toBe('{"name": "email", "type": "string", "tags": ["pii"]}');
    const spread = fixed({ policy: 'PII001', platform: 'avro', source: '[«{\n    "name": "‹email›",\n    "type": "string"\n  }»]' });
    expect(spread.result).toBe('[{\n    "name": "email",\n    "type": "string",\n    "tags": ["pii"]\n  }]');
    expect(JSON.parse(spread.result!)).toEqual([{ name: 'email', type: 'string', tags: ['pii'] }]);
  });

  test('Avro with tags of its own is left to its author', () => {
    const fix = fixed({ policy: 'PII001', platform: 'avro', source: '«{"name": "‹email›", "tags": ["crm"]}»' });
    expect(fix).toEqual({ text: '"tags": ["pii"]', result: null });
  });

  test('data contracts', () => {
    const source = 'properties:\n  «- name: ‹email›\n    logicalType: string»\n  - name: x\n    tags: [a]\n';
    expect(fixed({ policy: 'PII001', platform: 'odcs', source }).result).toBe(
      'properties:\n  - name: email\n    tags: [pii]\n    logicalType: string\n  - name: x\n    tags: [a]\n',
    );
  });

  test.each([
    ['dbt', 'columns:\n  - name: ‹email›', 'columns:\n  - name: email\n    config: { meta: { pii: email } }'],
    ['dbt, Windows', 'columns:\r\n  - name: ‹email›\r\n', 'columns:\r\n  - name: email\r\n    config: { meta: { pii: email } }\r\n'],
    ['dbt, quoted', 'columns:\n  - name: "‹email›" # x\n', 'columns:\n  - name: "email" # x\n    config: { meta: { pii: email } }\n'],
    [
      'dbt, old style',
      'columns:\n  - name: ‹email›\n  - name: x\n    meta: { a: b }\n',
      'columns:\n  - name: email\n    meta: { pii: email }\n  - name: x\n    meta: { a: b }\n',
    ],
    ['dbt, key taken', 'columns:\n  - name: ‹email›\n    tests:\n    - unique\n    config: { tags: [a] }\n', null],
    ['dbt, flow style', 'columns: [{ name: ‹email› }]\n', null],
  ])('%s', (_, source, result) => {
    expect(fixed({ policy: 'PII001', platform: 'dbt', source }).result).toBe(result);
  });

  test('Databricks takes a statement', () => {
    const fix = fixed({ policy: 'PII001', platform: 'databricks', source: '«‹email› STRING»', type: 'STRING' });
    expect(fix).toEqual({ text: "ALTER TABLE mart.customers ALTER COLUMN email SET TAGS ('pii' = 'email')", result: null });
  });
});

describe('what is off is turned on, what is open is closed', () => {
  const resource = (policy: string, name: string, source: string, fact?: string) => {
    const { extent, fact: location } = marked(source);
    const facts = fact === undefined ? {} : { [fact]: { value: false, location } };
    return fixed({ policy, platform: 'aws', source, asset: { id: `terraform:${name}`, name, extent, facts } });
  };

  test.each([
    ['storage_encrypted = false', 'storage_encrypted = true'],
    ['encryption_type = "NONE"', 'encryption_type = "KMS"'],
  ])('encryption: %s', (before, after) => {
    const fix = resource('ENC001', 'aws_db_instance.crm', `«resource "aws_db_instance" "crm" {\n  ⟦${before}⟧\n}»`, 'encryption_at_rest');
    expect(fix.result).toContain(after);
    expect(fix.result).not.toContain(before);
  });

  test('encryption that nobody set', () => {
    const fix = resource('ENC001', 'aws_db_instance.crm', '«resource "aws_db_instance" "crm" {\n  engine = "postgres"\n}»');
    expect(fix).toEqual({
      text: 'storage_encrypted = true',
      result: 'resource "aws_db_instance" "crm" {\n  storage_encrypted = true\n  engine = "postgres"\n}',
    });
  });

  test('a place that is not a literal gets words', () => {
    const source = '«resource "aws_db_instance" "crm" {\n  ⟦storage_encrypted = !true⟧\n}»';
    expect(resource('ENC001', 'aws_db_instance.crm', source, 'encryption_at_rest')).toEqual({
      text: 'storage_encrypted = true',
      result: null,
    });
    expect(resource('ENC001', 'aws_opensearch_domain.x', '«resource "aws_opensearch_domain" "x" {\n}»').text).toBe(
      'turn on encryption at rest',
    );
  });

  test('what another file sets is not changed here', () => {
    const source = '«resource "aws_db_instance" "crm" {\n  ⟦storage_encrypted = false⟧\n}»';
    const { extent, fact } = marked(source);
    const set = { value: 'none', location: { ...fact, file: 'b.tf' } };
    const asset = { id: 'terraform:x', name: 'aws_db_instance.crm', extent, facts: { encryption_at_rest: set } };
    expect(fixed({ policy: 'ENC001', platform: 'aws', source, asset })).toEqual({ text: 'storage_encrypted = true', result: null });
  });

  test.each([
    ['publicly_accessible = true', 'publicly_accessible = false'],
    ['acl    = "public-read"', 'acl    = "private"'],
    ['block_public_acls = false', 'block_public_acls = true'],
  ])('public access: %s', (before, after) => {
    const fix = resource('PUB001', 'aws_x.y', `«resource "aws_x" "y" {\n  ⟦${before}⟧\n}»`, 'public_access');
    expect(fix.result).toBe(`resource "aws_x" "y" {\n  ${after}\n}`);
    expect(fix.text).toBe(after.replace(/\s+/g, ' '));
  });
});

describe('words where no edit is known', () => {
  test.each([
    ['SCH001', 'postgres', 'renamed', /beside the old one/],
    ['SCH001', 'postgres', 'added-required', /default/],
    ['ACC001', 'snowflake', 'everyone:public', /role/],
    ['OWN001', 'aws', undefined, /owner = /],
    ['OWN001', 'bigquery', undefined, /name the owner/],
  ])('%s %s %s', (policy, platform, key, words) => {
    const fix = fixed({ policy, platform, source: '«‹email›»', statement: key === undefined ? {} : { key } });
    expect(fix.text).toMatch(words);
    expect(fix.result).toBeNull();
  });

  test('residency names the regions of the settings', () => {
    const fix = fixed({ policy: 'RES001', platform: 'aws', source: '«‹email›»', parameters: { regions: ['eu-*', 'EU'] } });
    expect(fix.text).toBe('use a region that is eu-* or EU');
  });
});

describe('a column that a query makes has no declaration to change: the fix is a statement of its own', () => {
  const source = 'create table mart.customers as select c.addr as «‹email›» from crm.contacts c';
  const upstream = { value: ['crm.contacts.addr'], location: marked(source).name };

  test.each([
    ['PII001', 'snowflake', "ALTER TABLE mart.customers MODIFY COLUMN email SET TAG governance.pii = 'email'"],
    ['PII002', 'snowflake', 'ALTER TABLE mart.customers MODIFY COLUMN email SET MASKING POLICY governance.mask_email'],
    ['PII002', 'databricks', 'ALTER TABLE mart.customers ALTER COLUMN email SET MASK governance.mask_email'],
    ['PII002', 'tsql', "ALTER TABLE mart.customers ALTER COLUMN email ADD MASKED WITH (FUNCTION = 'email()')"],
  ])('%s on %s', (policy, platform, text) => {
    expect(fixed({ policy, platform, source, fieldFacts: { upstream } })).toEqual({ text, result: null });
  });
});

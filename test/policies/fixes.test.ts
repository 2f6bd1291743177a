import { afterAll, describe, expect, test } from 'vitest';
import { EXTRACTORS } from '../../src/core/extract/registry.ts';
import { applyEdits } from '../../src/core/remediate/apply-edits.ts';
import type { Finding } from '../../src/model/finding.ts';
import { type Files, folderJudge } from './judge-folder.ts';
import { OPA } from './opa.ts';

const folders = folderJudge();
afterAll(() => folders.close());

const dialect = (name: string): Files => ({ '.github/tollgate.yml': `sql: { dialects: [{ paths: ["**"], dialect: ${name} }] }\n` });

/** One rule for all formats: what is found, as `policy asset.field`, and which of it comes with an edit. */
const STORIES: readonly (readonly [
  string,
  { readonly format: string; readonly files: Files; readonly found: readonly string[]; readonly fixed: readonly string[] },
])[] = [
  [
    'Snowflake',
    {
      format: 'sql',
      files: {
        ...dialect('snowflake'),
        'mart.sql': 'CREATE TABLE mart.customers (\n  id NUMBER(38, 0) NOT NULL,\n  email STRING NOT NULL,\n  city STRING\n);\n',
      },
      found: ['CLS001 mart.customers', 'PII001 mart.customers.email', 'PII002 mart.customers.email'],
      fixed: ['PII001 mart.customers.email', 'PII002 mart.customers.email'],
    },
  ],
  [
    'Databricks',
    {
      format: 'sql',
      files: {
        ...dialect('databricks'),
        'mart.sql': "CREATE TABLE mart.customers (\n  id BIGINT,\n  email STRING COMMENT 'work'\n) USING DELTA;\n",
      },
      found: ['CLS001 mart.customers', 'PII001 mart.customers.email', 'PII002 mart.customers.email'],
      fixed: ['PII002 mart.customers.email'],
    },
  ],
  [
    'PostgreSQL, which has neither tags nor masks',
    {
      format: 'sql',
      files: { ...dialect('postgres'), 'crm.sql': 'CREATE TABLE crm.contacts (id int, email text);\n' },
      found: [],
      fixed: [],
    },
  ],
  [
    'a grant to everyone',
    {
      format: 'sql',
      files: {
        ...dialect('snowflake'),
        'grants.sql': 'CREATE TABLE mart.days (day DATE);\nGRANT SELECT ON TABLE mart.days TO ROLE PUBLIC;\n',
      },
      found: ['ACC001 mart.days'],
      fixed: [],
    },
  ],
  [
    'dbt',
    {
      format: 'dbt',
      files: {
        'dbt_project.yml': 'name: shop\nversion: "1.0"\nprofile: shop\nmodel-paths: [models]\n',
        'models/schema.yml':
          'version: 2\nmodels:\n  - name: customers\n    columns:\n      - name: id\n      - name: email\n        description: where receipts go\n',
        'models/customers.sql': "select id, email from {{ source('crm', 'contacts') }}\n",
      },
      found: ['CLS001 customers', 'PII001 customers.email'],
      fixed: ['PII001 customers.email'],
    },
  ],
  [
    'Avro',
    {
      format: 'avro',
      files: {
        'contact.avsc':
          '{\n  "type": "record",\n  "name": "Contact",\n  "namespace": "crm",\n  "fields": [\n    {"name": "id", "type": "long"},\n    {"name": "email", "type": "string"}\n  ]\n}\n',
      },
      found: ['CLS001 crm.Contact', 'PII001 crm.Contact.email'],
      fixed: ['PII001 crm.Contact.email'],
    },
  ],
  [
    'a data contract',
    {
      format: 'odcs',
      files: {
        'contacts.odcs.yaml':
          'apiVersion: v3.0.2\nkind: DataContract\nid: crm\nversion: 1.0.0\nstatus: active\nteam:\n  - username: jo\n    role: owner\nslaProperties:\n  - property: retention\n    value: 2\n    unit: y\nschema:\n  - name: contacts\n    properties:\n      - name: email\n        logicalType: string\n',
      },
      found: ['CLS001 contacts', 'PII001 contacts.email'],
      fixed: ['PII001 contacts.email'],
    },
  ],
  [
    'Terraform',
    {
      format: 'terraform',
      files: {
        'main.tf':
          'resource "aws_db_instance" "crm" {\n  engine              = "postgres"\n  storage_encrypted   = false\n  publicly_accessible = true\n  tags = {\n    owner = "crm"\n  }\n}\n\nresource "aws_ebs_volume" "data" {\n  size = 10\n}\n',
      },
      found: ['ENC001 aws_db_instance.crm', 'ENC001 aws_ebs_volume.data', 'PUB001 aws_db_instance.crm'],
      fixed: ['ENC001 aws_db_instance.crm', 'ENC001 aws_ebs_volume.data', 'PUB001 aws_db_instance.crm'],
    },
  ],
];

/** A format that this build does not read has no story. */
const READ = new Set(EXTRACTORS.map(({ id }) => id));

describe.skipIf(OPA === undefined)('the default library on real text (needs OPA)', () => {
  describe.each(STORIES.filter(([, { format }]) => READ.has(format)))('%s', (_, { files, found, fixed }) => {
    test('is judged', async () => {
      const { findings, problems } = await folders.judge(files);
      expect(problems).toEqual([]);
      expect(findings.map(nameOf).sort()).toEqual(found);
      expect(findings.filter(({ remediation }) => remediation.text === undefined && remediation.patch === undefined)).toEqual([]);
    });

    test('each edit leaves a file that can be read, without the finding', async () => {
      const { findings } = await folders.judge(files);
      const patched = findings.filter(({ remediation }) => remediation.patch);
      expect(patched.map(nameOf).sort()).toEqual(fixed);
      for (const finding of patched) {
        const after = await folders.judge(patch(files, finding));
        expect(after.problems).toEqual([]);
        expect(after.findings.map(nameOf)).not.toContain(nameOf(finding));
        expect(after.findings.length).toBeLessThan(findings.length);
      }
    });
  });
});

const nameOf = ({ policy, assetName, field }: Finding): string => `${policy} ${assetName}${field === null ? '' : `.${field}`}`;

function patch(files: Files, { remediation }: Finding): Files {
  const fix = remediation.patch;
  return fix ? { ...files, [fix.file]: applyEdits(files[fix.file] ?? '', fix.edits) } : files;
}

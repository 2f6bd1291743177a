import { afterAll, describe, expect, test } from 'vitest';
import type { Evaluation } from '../../src/model/evaluation.ts';
import { folderJudge } from './judge-folder.ts';
import { OPA } from './opa.ts';

const SETTINGS = 'sql: { dialects: [{ paths: ["**"], dialect: postgres }] }\n';

const folders = folderJudge();
afterAll(() => folders.close());

/** What is found in a PostgreSQL migration that comes alone, as `policy field-or-table: rule`. */
async function foundIn(sql: string): Promise<readonly string[]> {
  const { findings, problems } = await folders.judge({ '.github/tollgate.yml': SETTINGS, 'migrations/2.sql': sql });
  expect(problems).toEqual([]);
  return findings.map(told).sort();
}

const told = ({ policy, field, assetName, rule }: Evaluation['findings'][number]): string => `${policy} ${field ?? assetName}: ${rule}`;

describe.skipIf(OPA === undefined)('PostgreSQL migrations (needs OPA)', () => {
  test.each([
    ['DROP TABLE crm.contacts;', ['SCH001 crm.contacts: deny']],
    ['DROP TABLE IF EXISTS contacts CASCADE;', ['SCH001 contacts: deny']],
    ['DROP DATABASE crm;', ['SCH001 crm: deny']],
    ['DROP SCHEMA crm CASCADE;', ['SCH001 crm: deny']],
    ['DROP VIEW contact_list;', ['SCH001 contact_list: deny']],
    ['TRUNCATE contacts CASCADE;', ['SCH001 contacts: deny']],
    ['ALTER TABLE contacts DROP COLUMN phone;', ['SCH001 phone: deny']],
    ['ALTER TABLE contacts DROP COLUMN IF EXISTS phone, DROP COLUMN fax;', ['SCH001 fax: deny', 'SCH001 phone: deny']],
    ['ALTER TABLE contacts RENAME TO people;', ['SCH001 contacts: deny']],
    ['ALTER TABLE contacts RENAME COLUMN phone TO mobile;', ['SCH001 phone: deny']],
    ['ALTER TABLE contacts RENAME phone TO mobile;', ['SCH001 phone: deny']],
    ['ALTER TABLE contacts ALTER COLUMN phone TYPE text;', ['SCH001 phone: undecided']],
    ['ALTER TABLE contacts ALTER phone SET DATA TYPE varchar(20);', ['SCH001 phone: undecided', 'SCH003 phone: deny']],
    ['ALTER TABLE contacts ALTER COLUMN phone SET NOT NULL;', ['SCH001 phone: deny']],
    ['ALTER TABLE contacts ALTER COLUMN phone DROP NOT NULL;', ['SCH002 phone: deny']],
    ['ALTER TABLE contacts ADD COLUMN plan text NOT NULL;', ['SCH001 plan: deny']],
    ['ALTER TABLE contacts ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid();', ['SCH004 token: deny']],
    ['ALTER TABLE contacts ADD COLUMN n bigserial;', ['SCH004 n: deny']],
  ])('%s', async (sql, found) => {
    expect(await foundIn(sql)).toEqual(found);
  });

  test.each([
    ['CREATE TABLE contacts (id bigint PRIMARY KEY, plan text NOT NULL);'],
    ['CREATE TABLE t (id bigint); ALTER TABLE t ADD COLUMN a text NOT NULL; ALTER TABLE t DROP COLUMN a; DROP TABLE t;'],
    ['ALTER TABLE contacts ADD COLUMN plan text;'],
    ["ALTER TABLE contacts ADD COLUMN plan text NOT NULL DEFAULT 'free';"],
    ['ALTER TABLE contacts ADD COLUMN seen timestamptz NOT NULL DEFAULT now();'],
    ['ALTER TABLE contacts ADD CONSTRAINT plan_length CHECK (length(plan) < 20);'],
    ['ALTER TABLE contacts RENAME CONSTRAINT a TO b;'],
    ['CREATE INDEX CONCURRENTLY contacts_plan ON contacts (plan);'],
    ['DROP INDEX contacts_plan;'],
    ['TRUNCATE contacts;'],
    ["UPDATE contacts SET plan = 'free'; DELETE FROM contacts WHERE id = 1;"],
    ["COMMENT ON COLUMN contacts.plan IS 'drop table contacts';"],
    ['-- DROP TABLE contacts;\nSELECT 1;'],
  ])('passes: %s', async (sql) => {
    expect(await foundIn(sql)).toEqual([]);
  });
});

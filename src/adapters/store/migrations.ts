import type { Kysely } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import { sql } from 'kysely';
import { TollgateError } from '../../core/errors.ts';

/** In order, and append-only: one that was released is never changed. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '001-beginning': {
    up: async (db: Kysely<unknown>) => {
      for (const statement of BEGINNING) await sql.raw(statement).execute(db);
    },
  },
  '002-measures': {
    up: async (db: Kysely<unknown>) => {
      for (const statement of MEASURES) await sql.raw(statement).execute(db);
    },
  },
  '003-exceptions': {
    up: async (db: Kysely<unknown>) => {
      for (const statement of EXCEPTIONS) await sql.raw(statement).execute(db);
    },
  },
  '004-commands': {
    up: async (db: Kysely<unknown>) => {
      for (const statement of COMMANDS) await sql.raw(statement).execute(db);
    },
  },
  '005-repositories': {
    up: async (db: Kysely<unknown>) => {
      for (const statement of REPOSITORIES) await sql.raw(statement).execute(db);
    },
  },
  '006-heads': {
    up: async (db: Kysely<unknown>) => {
      await sql.raw(HEADS).execute(db);
    },
  },
};

const HEADS = "create index publication_by_head on publication (repository_id, (document -> 'checkRun' ->> 'headSha'))";

const REPOSITORIES: readonly string[] = [
  `create table repository (
    id bigint primary key, installation_id bigint not null, owner text not null, name text not null, default_branch text,
    looked_at timestamptz not null)`,
  `insert into repository
    select distinct on (repository_id) repository_id, installation_id, owner, name, null, at
    from evaluation where owner is not null order by repository_id, at desc`,
  'create index repository_by_look on repository (looked_at)',
];

const COMMANDS: readonly string[] = [
  'alter table evaluation add first_at timestamptz',
  `create table command (
    id text primary key, repository_id bigint not null, installation_id bigint not null, subject text not null, number int not null,
    login text not null, name text not null, fingerprints text[] not null, policies text[] not null,
    until text, reason text, done boolean not null, words text not null, at timestamptz not null)`,
  'create index command_by_subject on command (subject, at)',
];

const EXCEPTIONS: readonly string[] = [
  'alter table evaluation add owner text, add name text, add valid_until date, add waits boolean not null default false',
  'create index evaluation_by_end on evaluation (valid_until) where valid_until is not null',
  `create table exception (
    repository_id bigint not null, id text not null, requested date not null, policies text[] not null, installation_id bigint not null,
    owner text not null, name text not null, branch text not null, expires date not null, first_seen timestamptz not null,
    last_seen timestamptz not null, primary key (repository_id, id, requested))`,
  `create table exception_approval (
    repository_id bigint not null, name text not null, approved_by text[] not null, at timestamptz not null default now(),
    primary key (repository_id, name))`,
  'create table exception_care (repository_id bigint primary key, looked_after date not null)',
];

const MEASURES: readonly string[] = [
  `alter table finding add severity text, add owners text[] not null default '{}', add owner_notified_at timestamptz,
    add resolved_how text, add first_sha text, add last_sha text`,
  'create index finding_by_time on finding (first_seen)',
  'alter table evaluation add base_sha text, add pull int, add branch text, add counts jsonb, add libraries jsonb',
];

const BEGINNING: readonly string[] = [
  'create table delivery (id text primary key, event text not null, action text, received_at timestamptz not null)',
  'create index delivery_by_time on delivery (received_at)',
  `create table job (
    key text primary key, trigger jsonb not null, next_trigger jsonb, run_at timestamptz not null,
    attempts int not null default 0, leased_until timestamptz, lease text)`,
  'create index job_by_time on job (run_at)',
  'create table publication (subject text primary key, repository_id bigint not null, document jsonb not null, at timestamptz not null default now())',
  'create index publication_by_repository on publication (repository_id)',
  `create table evaluation (
    subject text not null, head_sha text not null, installation_id bigint not null, repository_id bigint not null, at timestamptz not null,
    elapsed_ms int not null, conclusion text not null, document jsonb not null, primary key (subject, head_sha))`,
  'create index evaluation_by_repository on evaluation (repository_id, at)',
  `create table finding (
    subject text not null, fingerprint text not null, installation_id bigint not null, repository_id bigint not null, policy text not null,
    asset text, field text, phase text not null, disposition text not null, first_seen timestamptz not null, last_seen timestamptz not null,
    fixed_at timestamptz, fixed_in text, primary key (subject, fingerprint))`,
  'create index finding_by_repository on finding (repository_id, policy)',
];

/** Brings the tables to this version; several processes may try at once. Error: store-failed. */
export async function migrate<Schema>(db: Kysely<Schema>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(MIGRATIONS) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw new TollgateError('store-failed', 'the tables could not be brought to this version', { cause: error });
}

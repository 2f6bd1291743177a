import type { Kysely } from 'kysely';
import type { CommandRecord, CommandStore, Snooze } from '../../core/command-ports.ts';
import type { Schema } from './schema.ts';

/** What people have asked for, in the database. */
export function commandsIn(db: Kysely<Schema>): CommandStore {
  return {
    outcome: async (id) => {
      const row = await db.selectFrom('command').select(['done', 'words']).where('id', '=', id).executeTakeFirst();
      return row && { done: row.done, words: row.words };
    },
    record: (record) => insert(db, record),
    newest: async (subject) => {
      const rows = db.selectFrom('evaluation').select(['document', 'at', 'first_at']).where('subject', '=', subject);
      const found = await rows.orderBy('at', 'desc').limit(1).executeTakeFirst();
      return found && { evaluation: found.document, since: (found.first_at ?? found.at).toISOString() };
    },
    snoozes: (subject) => snoozesOf(db, subject),
  };
}

async function insert(db: Kysely<Schema>, record: CommandRecord): Promise<void> {
  const { id, repository, subject, number, login, command, findings, done, words, at } = record;
  await db
    .insertInto('command')
    .values({
      id,
      repository_id: String(repository.id),
      installation_id: String(repository.installation),
      subject,
      number,
      login,
      name: command?.name ?? 'wrong',
      fingerprints: findings.map(({ fingerprint }) => fingerprint),
      policies: findings.map(({ policy }) => policy),
      until: command?.until ?? null,
      reason: command?.because ?? null,
      done,
      words,
      at,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

/** The last word on each finding counts. */
async function snoozesOf(db: Kysely<Schema>, subject: string): Promise<readonly Snooze[]> {
  const rows = await db
    .selectFrom('command')
    .select(['name', 'fingerprints', 'until', 'login'])
    .where('subject', '=', subject)
    .where('name', 'in', ['snooze', 'open'])
    .where('done', '=', true)
    .orderBy('at')
    .execute();
  const last = new Map<string, Snooze | undefined>();
  for (const { name, fingerprints, until, login } of rows)
    for (const fingerprint of fingerprints)
      last.set(fingerprint, name === 'snooze' && until !== null ? { fingerprint, until, by: login } : undefined);
  return [...last.values()].filter((one) => one !== undefined);
}

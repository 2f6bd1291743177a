import type { CommandRecord, CommandStore } from '../../src/core/command-ports.ts';
import type { EvaluationRecord } from '../../src/core/publish-ports.ts';

/** What was asked for, forgotten when it is dropped; evaluations are those of the store. */
export function memoryCommands(evaluations: readonly EvaluationRecord[]): CommandStore & { readonly records: CommandRecord[] } {
  const records: CommandRecord[] = [];
  return {
    records,
    outcome: async (id) => records.find((one) => one.id === id),
    record: async (record) => {
      if (!records.some(({ id }) => id === record.id)) records.push(record);
    },
    newest: async (subject) => {
      const own = evaluations.filter((one) => one.subject === subject);
      const last = own.at(-1);
      const first = own.find(({ evaluation }) => evaluation.head.commit === last?.evaluation.head.commit);
      return last && { evaluation: last.evaluation, since: first?.at ?? last.at };
    },
    snoozes: async (subject) => {
      const last = new Map<string, { fingerprint: string; until: string; by: string } | undefined>();
      for (const { command, findings, login } of records.filter((one) => one.subject === subject && one.done)) {
        if (command?.name !== 'snooze' && command?.name !== 'open') continue;
        for (const { fingerprint } of findings)
          last.set(fingerprint, command.name === 'snooze' ? { fingerprint, until: command.until ?? '', by: login } : undefined);
      }
      return [...last.values()].filter((one) => one !== undefined);
    },
  };
}

import type { EvaluationRecord, ExceptionStore, LapsedSubject, PublicationStore } from '../../src/core/publish-ports.ts';
import type { Repository } from '../../src/model/trigger.ts';
import type { Published } from '../../src/model/action.ts';

/** A store that forgets when it is dropped. Documents go through JSON, as they do in a database. */
export function memoryStore(): PublicationStore & { readonly evaluations: EvaluationRecord[] } {
  const published = new Map<string, string>();
  const evaluations: EvaluationRecord[] = [];
  const repositories = new Map<number, { repository: Repository & { readonly branch?: string }; lookedAt: string }>();
  return {
    evaluations,
    published: async (subject) => {
      const text = published.get(subject);
      return text === undefined ? null : (JSON.parse(text) as Published);
    },
    recordPublished: async (subject, document) => void published.set(subject, JSON.stringify(document)),
    publishedAt: async (repositoryId, headSha) =>
      [...published].flatMap(([subject, text]) => {
        const { checkRun } = JSON.parse(text) as Published;
        const [kind, id, pull] = subject.split(':');
        return kind === 'pull' && id === String(repositoryId) && checkRun?.headSha === headSha ? [{ pull: Number(pull), checkRun }] : [];
      }),
    newFindings: async (subject) => {
      const newest = evaluations.findLast((one) => one.subject === subject)?.evaluation.findings ?? [];
      return new Set(newest.filter(({ disposition }) => disposition === 'new').map(({ fingerprint }) => fingerprint));
    },
    saveEvaluation: async (record) => {
      evaluations.push(JSON.parse(JSON.stringify(record)) as EvaluationRecord);
      const known = repositories.get(record.repository.id);
      const branch = record.branch ?? known?.repository.branch;
      const repository = { ...record.repository, ...(branch === undefined ? {} : { branch }) };
      repositories.set(repository.id, { repository, lookedAt: known?.lookedAt ?? record.at });
    },
    toReconcile: async ({ before, now, most }) => {
      const due = [...repositories.values()].filter(({ lookedAt }) => lookedAt < before).slice(0, most);
      for (const one of due) one.lookedAt = now;
      return due.map(({ repository }) => repository);
    },
    forget: async (_, repositoryIds) => {
      for (const id of repositoryIds)
        for (const subject of published.keys()) if (subject.split(':')[1] === String(id)) published.delete(subject);
    },
  };
}

/** What is known of exceptions, forgotten when it is dropped. `lapsing` and `waits` are what tests put there. */
export function memoryExceptions(): ExceptionStore & { readonly lapsing: LapsedSubject[]; readonly waits: LapsedSubject[] } {
  const names = new Set<string>();
  const lapsing: LapsedSubject[] = [];
  const waits: LapsedSubject[] = [];
  return {
    lapsing,
    waits,
    approved: async () => names,
    recordApproved: async (_, name) => void names.add(name),
    used: async () => [],
    lapsed: async () => [...lapsing],
    clearLapsed: async (subjects) => {
      lapsing.splice(0, lapsing.length, ...lapsing.filter(({ subject }) => !subjects.includes(subject)));
    },
    waiting: async () => [...waits],
    toLookAfter: async () => [],
    lookedAfter: async () => undefined,
  };
}

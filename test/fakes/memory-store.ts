import type { EvaluationRecord, PublicationStore } from '../../src/core/publish-ports.ts';
import type { Published } from '../../src/model/action.ts';

/** A store that forgets when it is dropped. Documents go through JSON, as they do in a database. */
export function memoryStore(): PublicationStore & { readonly evaluations: EvaluationRecord[] } {
  const published = new Map<string, string>();
  const evaluations: EvaluationRecord[] = [];
  return {
    evaluations,
    published: async (subject) => {
      const text = published.get(subject);
      return text === undefined ? null : (JSON.parse(text) as Published);
    },
    recordPublished: async (subject, document) => void published.set(subject, JSON.stringify(document)),
    saveEvaluation: async (record) => void evaluations.push(JSON.parse(JSON.stringify(record)) as EvaluationRecord),
    forget: async (_, repositoryIds) => {
      for (const id of repositoryIds)
        for (const subject of published.keys()) if (subject.split(':')[1] === String(id)) published.delete(subject);
    },
  };
}

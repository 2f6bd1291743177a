import { decide } from '../../src/core/decide/decide.ts';
import type { Evaluation } from '../../src/model/evaluation.ts';
import { aPolicy } from './a-policy.ts';

/** An evaluation whose decision follows from its findings and problems. */
export function anEvaluation(overrides: Partial<Evaluation> = {}): Evaluation {
  const { findings = [], problems = [], files = [] } = overrides;
  const strictest = findings.some(({ phase }) => phase === 'enforce') ? 'enforce' : 'advise';
  return {
    version: 1,
    base: { commit: 'b'.repeat(40), name: 'main' },
    head: { commit: 'a'.repeat(40), name: 'feature' },
    libraries: [{ name: 'default', version: '1.0.0', digest: 'ab12cd34'.repeat(8) }],
    policies: [aPolicy()],
    files,
    coverage: { files: files.length, governed: files.length, unread: 0 },
    assets: [],
    changes: [],
    lineage: { nodes: [], edges: [], partial: false },
    findings,
    exceptions: [],
    problems,
    decision: decide(findings, problems, strictest, files.length),
    ...overrides,
  };
}

import { beforeAll } from 'vitest';
import { loadGrammars } from '../../../src/adapters/grammar/load-grammars.ts';
import { graphsOf, type GraphFile } from '../../../src/core/checkov/judge-graph.ts';
import type { GraphPolicy } from '../../../src/core/checkov/policy.ts';
import { readCheckovPolicy } from '../../../src/core/checkov/read-policy.ts';
import { solve } from '../../../src/core/checkov/solve.ts';
import { graphClaims } from '../../../src/core/extract/graph-claims.ts';
import { EXTRACTORS } from '../../../src/core/extract/registry.ts';
import { readOne } from '../../../src/core/extract/read-one.ts';

const grammars = loadGrammars();
beforeAll(() => grammars.load('hcl'));

export type Texts = Readonly<Record<string, string>>;

/** Files as the real readers give them to the judge. */
export function graphFiles(texts: Texts): readonly GraphFile[] {
  return Object.entries(texts).flatMap(([path, text]) => {
    const claims = graphClaims(path);
    const { extractor, part } = readOne({ file: { path, text, size: text.length }, claims }, EXTRACTORS, grammars.parse);
    return extractor === null || part === null ? [] : [{ path, extractor, part }];
  });
}

/** A policy with this definition, written as JSON, which is YAML, too. */
export function policyOf(definition: object, provider?: string): GraphPolicy {
  const metadata = { id: 'TEST_1', name: 'A test', category: 'general' };
  const text = JSON.stringify({ metadata, ...(provider === undefined ? {} : { scope: { provider } }), definition }, null, 1);
  const { read, problems } = readCheckovPolicy({ path: 'test.yaml', text, size: text.length }, 'library');
  if (!read) throw new Error(problems.map(({ message }) => message).join('\n'));
  return read.policy;
}

/** What a definition says of the resources, by their addresses. */
export function verdicts(definition: object, texts: Texts | string, provider?: string): Record<'passed' | 'failed' | 'unknown', string[]> {
  const files = graphFiles(typeof texts === 'string' ? { 'main.tf': texts } : texts);
  const solved = graphsOf(files, EXTRACTORS).map((graph) => solve(policyOf(definition, provider).definition, graph));
  const named = (verdict: 'passed' | 'failed' | 'unknown'): string[] =>
    solved.flatMap((one) => [...one[verdict]].map(({ address }) => address)).sort();
  return { passed: named('passed'), failed: named('failed'), unknown: named('unknown') };
}

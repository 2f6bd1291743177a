import type { GraphFile, GraphStatement, LostPolicy } from '../core/checkov/judge-graph.ts';
import type { Governance } from '../core/conclude-evaluation.ts';
import { placeGraphFindings } from '../core/evaluate/place-in-graph.ts';
import type { PlacedStatement } from '../core/evaluate/place-findings.ts';
import { graphClaims, TERRAFORM_GRAPH } from '../core/extract/graph-claims.ts';
import { matchesPath } from '../core/pattern/matches-path.ts';
import type { Extractor } from '../core/plug-ins.ts';
import type { Checkout, GraphEngine } from '../core/ports.ts';
import type { Asset } from '../model/asset.ts';
import type { ReadableTree } from '../model/change-set.ts';
import type { PolicyMetadata } from '../model/finding.ts';
import type { Problem } from '../model/problem.ts';
import type { Settings } from '../model/settings.ts';
import { readUnits, type ReadPorts } from './read-units.ts';

export interface JudgeGraphPorts extends ReadPorts {
  readonly graphs: GraphEngine;
}

/** What both sides declare: a resource that a policy finds is one of these. */
export interface DeclaredSides {
  readonly base: readonly Asset[];
  readonly head: readonly Asset[];
}

export interface JudgedGraphs {
  readonly findings: readonly PlacedStatement[];
  readonly problems: readonly Problem[];
}

/**
 * Asks policies about resources and what connects them, on both sides. Nothing is read where there are no such policies. A finding in
 * what the change leaves alone counts only where the change makes it or takes it away.
 */
export async function judgeGraphs(
  checkout: Checkout,
  { library, settings }: Governance,
  declared: DeclaredSides,
  ports: JudgeGraphPorts,
): Promise<JudgedGraphs> {
  const policies = library.graph ?? [];
  const { base, head, changeSet } = checkout;
  const changed = new Set(changeSet.files.flatMap(({ path, basePath }) => [path, basePath]).filter((path) => !isIgnored(path, settings)));
  if (policies.length === 0 || ![...changed].some((path) => graphClaims(path).length > 0)) return { findings: [], problems: [] };
  const ask = async (tree: ReadableTree): Promise<Awaited<ReturnType<GraphEngine['judgeGraph']>>> => {
    const files = await readGraph(tree, changed, settings, ports);
    return files.length > 0 ? ports.graphs.judgeGraph({ files, policies }) : { statements: [], lost: [] };
  };
  const after = await ask(head);
  const before = base && (await ask(base));
  const lost = new Set([...after.lost, ...(before?.lost ?? [])].map(({ policy }) => policy));
  const kept = (statements: readonly GraphStatement[]): readonly GraphStatement[] => statements.filter(({ policy }) => !lost.has(policy));
  const sides = { base: before && kept(before.statements), head: kept(after.statements) };
  return {
    findings: placeGraphFindings(sides, declared, { policies: library.policies, changed }),
    problems: after.lost.map((one) => lostProblem(one, library.policies)),
  };
}

const isIgnored = (path: string, settings: Settings): boolean => settings.ignore.some((pattern) => matchesPath(pattern, path));

/** All Terraform as soon as some of it is touched, since folders call each other; of templates those that are. */
async function readGraph(
  tree: ReadableTree,
  changed: ReadonlySet<string>,
  settings: Settings,
  ports: ReadPorts,
): Promise<readonly GraphFile[]> {
  const isTouched = [...changed].some(isTerraform);
  const isWanted = (path: string): boolean => !isIgnored(path, settings) && (isTerraform(path) ? isTouched : changed.has(path));
  const extractors = ports.extractors.filter(({ graphs }) => graphs !== undefined).map((one) => claiming(one, isWanted));
  const { parts } = await readUnits(tree, 'all', settings, { ...ports, extractors });
  return parts.flatMap(({ path, claim, part }) => (part === null ? [] : [{ path, extractor: claim.extractor, part }]));
}

const isTerraform = (path: string): boolean => graphClaims(path).some(({ extractor }) => extractor === TERRAFORM_GRAPH);

function claiming(extractor: Extractor, isWanted: (path: string) => boolean): Extractor {
  return {
    ...extractor,
    claim: (path) => {
      const own = graphClaims(path).find((claim) => claim.extractor === extractor.id);
      return own && isWanted(path) ? { unit: '', role: own.role, unsure: true } : null;
    },
  };
}

function lostProblem({ policy: id, why }: LostPolicy, policies: readonly PolicyMetadata[]): Problem {
  const start = { line: 1, column: 1, offset: 0 };
  const file = policies.find((policy) => policy.id === id)?.path ?? id;
  const message = `Policy ${id} could not decide: ${why}. Its findings are unknown; those of all other policies are here.`;
  return { code: 'policy-lost', message, location: { file, start, end: start }, undecided: true };
}

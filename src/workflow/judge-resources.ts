import type { Governance } from '../core/conclude-evaluation.ts';
import { resourceInput, type ResourceView } from '../core/resources/view.ts';
import { readStatements } from '../core/evaluate/read-statements.ts';
import { graphClaims, TERRAFORM_GRAPH } from '../core/extract/graph-claims.ts';
import type { Extractor } from '../core/plug-ins.ts';
import { serviceInput } from '../core/services/service-input.ts';
import type { Checkout, InputKind, PolicyEngine } from '../core/ports.ts';
import type { ReadableTree } from '../model/change-set.ts';
import type { Statement } from '../model/finding.ts';
import type { Json } from '../model/json.ts';
import type { Problem } from '../model/problem.ts';
import { readUnits, type ReadPorts } from './read-units.ts';

export interface JudgeResourcePorts extends ReadPorts {
  readonly engine: PolicyEngine;
}

/** What policies that judge resources say of both sides, each about an asset; about a file where what they look for is missing. */
export interface JudgedResources {
  readonly base: readonly Statement[];
  readonly head: readonly Statement[];
  readonly problems: readonly Problem[];
}

/** Asks about every folder and template that a changed file belongs to. Nothing is read where there are no such policies. */
export async function judgeResources(checkout: Checkout, governance: Governance, ports: JudgeResourcePorts): Promise<JudgedResources> {
  if (!governance.library.policies.some(({ input }) => INPUTS.some(([kind]) => kind === input)))
    return { base: [], head: [], problems: [] };
  const { base, head, changeSet } = checkout;
  const paths = changeSet.files.flatMap(({ path, basePath }) => [path, basePath]);
  const after = await judgeSide(head, new Set(paths), governance, ports);
  const before = base && (await judgeSide(base, new Set(paths), governance, ports));
  return { head: after.statements, base: before?.statements ?? [], problems: after.problems };
}

interface JudgedSide {
  readonly statements: readonly Statement[];
  readonly problems: readonly Problem[];
}

async function judgeSide(
  tree: ReadableTree,
  changed: ReadonlySet<string>,
  { library, settings }: Governance,
  ports: JudgeResourcePorts,
): Promise<JudgedSide> {
  const views = await viewsOf(tree, changed, { library, settings }, ports);
  const sides: JudgedSide[] = [];
  for (const [kind, inputOf] of INPUTS) {
    if (!library.policies.some(({ input }) => input === kind)) continue;
    const answers = await ports.engine.evaluate(library, views.map(inputOf), settings.parameters, { kind });
    const read = answers.map((answer) => readStatements(answer, library.policies));
    const statements = views.flatMap((view, at) => (read[at]?.statements ?? []).map((statement) => about(statement, view, changed)));
    sides.push({ statements, problems: read.flatMap(({ problems }) => problems) });
  }
  return {
    statements: sides.flatMap(({ statements }) => statements),
    problems: [...sides.flatMap(({ problems }) => problems), ...views.flatMap(tooLarge)],
  };
}

/** What is asked about resources, and in which shape. */
const INPUTS: readonly (readonly [InputKind, (view: ResourceView) => Json])[] = [
  ['resources', resourceInput],
  ['services', serviceInput],
];

/** What a policy names by the id of a resource is said of the asset that it is. */
function about(statement: Statement, { resources }: ResourceView, changed: ReadonlySet<string>): Statement {
  const { resource: id, ...metadata } = statement.metadata ?? {};
  const named = resources.find((one) => one.id === id);
  const file = resources.find((one) => changed.has(one.file))?.file ?? resources[0]?.file;
  const place = named ? { asset: named.asset } : file === undefined ? {} : { file, key: statement.message };
  return { ...statement, metadata, ...place };
}

function tooLarge({ resources }: ResourceView): readonly Problem[] {
  const part = resources.find(({ isWhole }) => !isWhole);
  if (!part) return [];
  const start = { line: 1, column: 1, offset: 0 };
  const message = `The resources of this folder set more values than are told, so ${part.id} and those after it were not judged whole.`;
  return [{ code: 'resources-too-large', message, location: { file: part.file, start, end: start }, undecided: true }];
}

async function viewsOf(
  tree: ReadableTree,
  changed: ReadonlySet<string>,
  { settings }: Pick<Governance, 'library' | 'settings'>,
  ports: JudgeResourcePorts,
): Promise<readonly ResourceView[]> {
  const wanted = new Set(
    [...changed].filter((path) => tree.has(path)).flatMap((path) => graphClaims(path).map(({ extractor }) => extractor)),
  );
  // Folders call each other as modules, so that all of them are read as soon as one is touched; a template stands alone.
  const isRead = (path: string, extractor: string): boolean =>
    wanted.has(extractor) && (extractor === TERRAFORM_GRAPH || changed.has(path));
  const readers = ports.extractors.filter(({ id }) => wanted.has(id)).map((one) => claiming(one, isRead));
  const { parts } = await readUnits(tree, 'all', settings, { ...ports, extractors: readers });
  const read = parts.filter(({ part }) => part !== null);
  const views = readers.flatMap((reader) => {
    const own = read.filter(({ claim }) => claim.extractor === reader.id);
    return reader.views?.(own.map(({ path, claim: { role }, part }) => ({ path, role, part }))) ?? [];
  });
  return views.filter(({ resources }) => resources.some(({ file }) => changed.has(file)));
}

const claiming = (reader: Extractor, isRead: (path: string, extractor: string) => boolean): Extractor => ({
  ...reader,
  claim: (path) => {
    const [own] = graphClaims(path).filter(({ extractor }) => extractor === reader.id && isRead(path, extractor));
    return own ? { unit: '', role: own.role, unsure: true } : null;
  },
});

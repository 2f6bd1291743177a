import type { Json } from '../../model/json.ts';
import type { Location } from '../../model/source.ts';
import type { Extractor } from '../plug-ins.ts';
import { explainFailure, explainUnknown } from './explain-verdict.ts';
import type { Graph, Vertex } from '../resources/graph.ts';
import type { GraphPolicy } from './policy.ts';
import { solve } from './solve.ts';

/** A file that was read for the graph. */
export interface GraphFile {
  readonly path: string;
  /** Who read it. */
  readonly extractor: string;
  readonly part: Json;
}

/** Everything in it is JSON: another process may judge it. */
export interface GraphRequest {
  readonly files: readonly GraphFile[];
  readonly policies: readonly GraphPolicy[];
}

/** What a policy says of a resource, with its place. Resources that pass are not told of. */
export interface GraphStatement {
  readonly policy: string;
  readonly rule: 'deny' | 'undecided';
  readonly message: string;
  readonly address: string;
  /** The asset that the resource is. */
  readonly asset: string;
  /** Which of the several that `count` or `for_each` makes. */
  readonly instance?: string;
  readonly location: Location;
}

/** A policy that gave no answer, and why. */
export interface LostPolicy {
  readonly policy: string;
  readonly why: string;
}

export interface GraphAnswer {
  readonly statements: readonly GraphStatement[];
  readonly lost: readonly LostPolicy[];
}

/** Asks policies about the resources of all files and what connects them. */
export function judgeGraph({ files, policies }: GraphRequest, extractors: readonly Extractor[]): readonly GraphStatement[] {
  const graphs = graphsOf(files, extractors);
  return policies.flatMap((policy) => graphs.flatMap((graph) => statementsOf(policy, graph)));
}

/** The graphs that files make up, by those who read them. */
export function graphsOf(files: readonly GraphFile[], extractors: readonly Extractor[]): readonly Graph[] {
  return [...Map.groupBy(files, ({ extractor }) => extractor)].flatMap(([id, own]) => {
    const reader = extractors.find((one) => one.id === id);
    return reader?.graphs?.(own.map(({ path, part }) => ({ path, role: '', part }))) ?? [];
  });
}

function statementsOf({ id, title, definition }: GraphPolicy, graph: Graph): readonly GraphStatement[] {
  const { passed, failed, unknown } = solve(definition, graph);
  const told = (rule: GraphStatement['rule'], vertices: ReadonlySet<Vertex>): readonly GraphStatement[] =>
    [...vertices].map((vertex) => {
      const { message, attribute } = (rule === 'deny' ? explainFailure : explainUnknown)(definition, title, vertex);
      const { address, asset, instance } = vertex;
      const location = (attribute === undefined ? undefined : vertex.placeOf(attribute)) ?? vertex.location;
      return { policy: id, rule, message, address, asset, ...(instance === undefined ? {} : { instance }), location };
    });
  // One neighbour that fails is enough to fail; what is open stays so only where nothing else is decided.
  return [...told('deny', failed), ...told('undecided', unknown.difference(failed).difference(passed))];
}

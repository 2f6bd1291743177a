import type { Graph, Vertex } from '../resources/graph.ts';
import type { Verdict } from './operators.ts';
import { asksConnections, type Condition, type ConnectionCondition, type ResourceTypes } from './policy.ts';
import { hasType } from './resource-types.ts';
import { attributeAsk, type Ask } from './solve-attribute.ts';
import { isList, toValue } from '../resources/value.ts';

/** What a condition says of the resources that it is about. A connection can pass by one neighbour and fail by another. */
export interface Verdicts {
  readonly passed: ReadonlySet<Vertex>;
  readonly failed: ReadonlySet<Vertex>;
  readonly unknown: ReadonlySet<Vertex>;
}

const NOTHING: Verdicts = { passed: new Set(), failed: new Set(), unknown: new Set() };

/** Judges a graph by a condition, in time linear in resources and references. */
export function solve(condition: Condition, graph: Graph): Verdicts {
  if (condition.is === 'resource') return ofKinds(condition, graph);
  if (!asksConnections(condition)) return ofEach(condition, graph);
  const types = targetTypes(condition);
  const isTarget = hasType([...types.own, ...types.connected]);
  const part: Graph = {
    vertices: graph.vertices.filter(isTarget),
    edges: graph.edges.filter(({ from, to }) => isTarget(from) && isTarget(to)),
    open: graph.open ?? new Set(),
  };
  return connections(condition, part, NOTHING);
}

/** Resources that are listed, or that must not be. */
function ofKinds({ types, operator }: Extract<Condition, { is: 'resource' }>, { vertices }: Graph): Verdicts {
  const isListed = hasType(types);
  const resources = vertices.filter(({ type }) => type !== 'module' && !type.startsWith('provider.'));
  const listed = new Set(resources.filter(isListed));
  if (operator === 'not_exists') return { ...NOTHING, failed: listed };
  return { ...NOTHING, passed: listed, failed: new Set(resources.filter((one) => !listed.has(one))) };
}

function ofEach(condition: Condition, graph: Graph): Verdicts {
  const isType = hasType(typesOf(condition));
  const ask = askOf(condition);
  const groups = Map.groupBy(graph.vertices.filter(isType), (vertex): Verdict => ask(vertex));
  return { passed: new Set(groups.get(true)), failed: new Set(groups.get(false)), unknown: new Set(groups.get(null)) };
}

function typesOf(condition: Condition): ResourceTypes {
  if (condition.is === 'attribute' || condition.is === 'connection' || condition.is === 'resource') return condition.types;
  if (condition.is === 'filter') return [];
  return condition.is === 'not' ? typesOf(condition.of) : condition.of.flatMap(typesOf);
}

function askOf(condition: Condition): Ask {
  switch (condition.is) {
    case 'attribute':
      return attributeAsk(condition);
    case 'filter':
      return filterAsk(condition);
    case 'not':
      return opposite(askOf(condition.of));
    case 'and':
      return all(condition.of.map(askOf));
    case 'or':
      return opposite(all(condition.of.map((one) => opposite(askOf(one)))));
    default:
      return () => null;
  }
}

const opposite =
  (ask: Ask): Ask =>
  (vertex) => {
    const verdict = ask(vertex);
    return verdict === null ? null : !verdict;
  };

/** One that does not hold settles it, whatever else is unknown. */
function all(asks: readonly Ask[]): Ask {
  return (vertex) => {
    let isKnown = true;
    for (const ask of asks) {
      const verdict = ask(vertex);
      if (verdict === false) return false;
      isKnown &&= verdict !== null;
    }
    return isKnown ? true : null;
  };
}

function filterAsk({ attribute, value }: Extract<Condition, { is: 'filter' }>): Ask {
  const wanted = toValue(value);
  const names = new Set(isList(wanted) ? wanted : [wanted]);
  return (vertex) => names.has(attribute === 'resource_type' ? vertex.type : (vertex.attributes.get(attribute) ?? null));
}

interface Targets {
  readonly own: ResourceTypes;
  readonly connected: ResourceTypes;
}

/** The types whose resources, and references between them, a condition looks at. */
function targetTypes(condition: Condition): Targets {
  if (condition.is === 'connection') return { own: condition.types, connected: condition.connected };
  if (condition.is === 'attribute') return { own: condition.types, connected: [] };
  if ((condition.is !== 'and' && condition.is !== 'or') || !asksConnections(condition)) return { own: [], connected: [] };
  const inner = condition.of.map(targetTypes);
  return { own: inner.flatMap(({ own }) => own), connected: inner.flatMap(({ connected }) => connected) };
}

/** `before` is what failed, or could not be told, earlier in the same `and`: what is connected to it fails, or stays open, with it. */
function connections(condition: Condition, graph: Graph, before: Verdicts): Verdicts {
  if (condition.is === 'connection') return connected(condition, graph, before);
  if (condition.is === 'and') return allConnected(condition.of, graph, condition);
  if (condition.is === 'or') return anyConnected(condition.of, graph);
  return NOTHING;
}

function allConnected(parts: readonly Condition[], graph: Graph, whole: Condition): Verdicts {
  if (!graph.vertices.some(hasType(targetTypes(whole).own))) return NOTHING;
  let sum = parts
    .filter(isPlain)
    .map((one) => ofEach(one, graph))
    .reduce(joined, NOTHING);
  sum = { ...sum, passed: without(sum.passed, sum.failed, sum.unknown) };
  for (const part of inOrder(parts)) sum = joined(sum, connections(part, graph, sum));
  const told = { passed: without(sum.passed, sum.failed, sum.unknown), failed: sum.failed, unknown: without(sum.unknown, sum.failed) };
  return filtered(told, parts);
}

function anyConnected(parts: readonly Condition[], graph: Graph): Verdicts {
  const each = [
    ...parts.filter(isPlain).map((one) => ofEach(one, graph)),
    ...parts.filter(asksConnections).map((one) => connections(one, graph, NOTHING)),
  ];
  const sum = each.reduce(joined, NOTHING);
  const unknown = without(sum.unknown, sum.passed);
  return filtered({ passed: sum.passed, failed: without(sum.failed, sum.passed, sum.unknown), unknown }, parts);
}

const isPlain = (condition: Condition): boolean => condition.is !== 'filter' && condition.is !== 'resource' && !asksConnections(condition);

/** Connections of the types that a filter keeps are asked last, after all that makes their neighbours fail. */
function inOrder(parts: readonly Condition[]): readonly Condition[] {
  const kept = new Set(parts.flatMap((one) => (one.is === 'filter' && one.attribute === 'resource_type' ? [one.value].flat() : [])));
  const isKept = (one: Condition): boolean => {
    const { own, connected: others } = targetTypes(one);
    return [...own, ...others].some((type) => kept.has(type));
  };
  const asked = parts.filter(asksConnections);
  return [...asked.filter((one) => !isKept(one)), ...asked.filter(isKept)];
}

function joined(one: Verdicts, other: Verdicts): Verdicts {
  return {
    passed: one.passed.union(other.passed),
    failed: one.failed.union(other.failed),
    unknown: one.unknown.union(other.unknown),
  };
}

const without = (all: ReadonlySet<Vertex>, ...others: readonly ReadonlySet<Vertex>[]): ReadonlySet<Vertex> =>
  others.reduce((left, other) => left.difference(other), all);

function filtered(verdicts: Verdicts, parts: readonly Condition[]): Verdicts {
  const asks = parts.flatMap((one) => (one.is === 'filter' ? [filterAsk(one)] : []));
  const kept = (set: ReadonlySet<Vertex>): ReadonlySet<Vertex> => new Set([...set].filter((one) => asks.every((ask) => ask(one))));
  return { passed: kept(verdicts.passed), failed: kept(verdicts.failed), unknown: kept(verdicts.unknown) };
}

function connected({ types, connected: others, operator }: ConnectionCondition, graph: Graph, before: Verdicts): Verdicts {
  const [own, other] = [new Set(graph.vertices.filter(hasType(types))), new Set(graph.vertices.filter(hasType(others)))];
  const { passed, failed, unknown } = byEdges({ own, other }, graph, before);
  for (const one of own.union(other)) if (!passed.has(one) && !unknown.has(one)) (graph.open?.has(one) ? unknown : failed).add(one);
  if (operator === 'not_exists') return { passed: failed, failed: passed, unknown };
  if (operator === 'exists') return { passed, failed, unknown };
  return { passed, failed: failed.difference(passed), unknown: unknown.difference(passed) };
}

type Ends = Readonly<Record<'own' | 'other', ReadonlySet<Vertex>>>;

/** Both ends of each reference between the two kinds. */
function byEdges({ own, other }: Ends, graph: Graph, before: Verdicts): Record<keyof Verdicts, Set<Vertex>> {
  const [passed, failed, unknown] = [new Set<Vertex>(), new Set<Vertex>(), new Set<Vertex>()];
  for (const { from, to, isOutput } of own.size > 0 && other.size > 0 ? graph.edges : []) {
    const opposites = own.has(from) ? other : other.has(from) ? own : undefined;
    if (!opposites?.has(to)) continue;
    const isIn = (set: ReadonlySet<Vertex>): boolean => !isOutput && (set.has(from) || set.has(to));
    const verdict = isIn(before.failed) ? failed : isIn(before.unknown) ? unknown : passed;
    verdict.add(from).add(to);
  }
  return { passed, failed, unknown };
}

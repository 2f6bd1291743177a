import { showValue } from './value-text.ts';
import { isList, isObject, isSet, type Value } from './value.ts';

/** A graph may have more paths than anything can hold. */
const MOST_STEPS = 100_000;

/** A node of the graph; `next` is undefined where the graph only names it. */
interface Node {
  readonly value: Value;
  readonly id: number;
  next?: readonly Node[];
}

/** `graph.reachable_paths`: every path from the given nodes to where it ends, or would go round. Throws where there are too many. */
export function reachablePaths(graph: Value, initial: Value): Value | undefined {
  if (!isObject(graph) || !(isList(initial) || isSet(initial))) return undefined;
  const nodeFor = nodesOf(graph);
  const found = new Map<string, readonly Node[]>();
  const path: Node[] = [];
  const around = new Set<Node>();
  let steps = 0;
  const commit = (): void => void found.set(path.map(({ id }) => id).join(), [...path]);
  const walk = (node: Node, isFirst: boolean): void => {
    if (++steps > MOST_STEPS) throw new Error(`this graph has more than ${MOST_STEPS} steps of paths`);
    if (!node.next) return commit();
    const isNew = !around.has(node);
    path.push(node);
    around.add(node);
    if (node.next.length === 0) commit();
    // OPA looks for a way back from the second step on.
    for (const one of node.next)
      if (!isFirst && around.has(one)) commit();
      else walk(one, false);
    if (isNew) around.delete(node);
    path.pop();
  };
  for (const node of vertices(initial).map(nodeFor)) if (node.next) walk(node, true);
  return new Set([...found.values()].map((nodes) => nodes.map(({ value }) => value)));
}

function nodesOf(graph: ReadonlyMap<Value, Value>): (value: Value) => Node {
  const nodes = new Map<string, Node>();
  const nodeFor = (value: Value): Node => {
    const name = showValue(value);
    const node = nodes.get(name) ?? { value, id: nodes.size };
    nodes.set(name, node);
    return node;
  };
  for (const [value, next] of graph) nodeFor(value).next = vertices(next).map(nodeFor);
  return nodeFor;
}

function vertices(value: Value): readonly Value[] {
  if (isSet(value)) return [...value];
  return isList(value) ? value : [];
}

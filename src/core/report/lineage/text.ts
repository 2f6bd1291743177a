import type { LineageAnswer, LineageEdge, LineageNode } from '../../../model/lineage.ts';
import { showHidden } from '../show-hidden.ts';

/** For a person at a terminal: what feeds it and what it feeds, a step a level, with the place that says so. */
export function lineageText(answer: LineageAnswer): string {
  const { subject, lineage } = answer;
  const field = subject.field === undefined ? '' : `.${subject.field}`;
  const [up, down] = [branches(answer, 'upstream'), branches(answer, 'downstream')];
  const rest = lineage.partial ? '. There may be more: a file was not read, or there is too much to tell' : '';
  const lines = [
    `${nameOf(subject.node, answer)}${field}${placeOf(subject.node, answer)}`,
    ...section('comes from', up),
    ...section('goes to', down),
    `${up.length} upstream, ${down.length} downstream${rest}`,
  ];
  return `${lines.map((line) => showHidden(line)).join('\n')}\n`;
}

interface Branch {
  readonly node: string;
  readonly depth: number;
  readonly lines: readonly string[];
}

const section = (title: string, told: readonly Branch[]): readonly string[] =>
  told.length === 0 ? [] : [title, ...told.flatMap(({ lines }) => lines)];

type Direction = 'upstream' | 'downstream';

/** Depth first, each thing once, below the first that leads to it. */
function branches(answer: LineageAnswer, direction: Direction): readonly Branch[] {
  const [near, far] = direction === 'upstream' ? (['to', 'from'] as const) : (['from', 'to'] as const);
  const byNear = Map.groupBy(answer.lineage.edges, (edge) => edge[near].asset);
  const seen = new Set([answer.subject.node]);
  const told: Branch[] = [];
  const waiting: Branch[] = [{ node: answer.subject.node, depth: 0, lines: [] }];
  for (let here = waiting.pop(); here; here = waiting.pop()) {
    if (here.depth > 0) told.push(here);
    const next = [...Map.groupBy(byNear.get(here.node) ?? [], (edge) => edge[far].asset)].filter(([node]) => !seen.has(node));
    for (const [node] of next) seen.add(node);
    const depth = here.depth + 1;
    waiting.push(...next.reverse().map(([node, edges]) => ({ node, depth, lines: linesOf(node, depth, edges, answer) })));
  }
  return told;
}

const MOST_INDENT = 20;

function linesOf(node: string, depth: number, edges: readonly LineageEdge[], answer: LineageAnswer): readonly string[] {
  const indent = '  '.repeat(Math.min(depth, MOST_INDENT));
  const [first] = edges;
  const by = edges.find((edge) => edge.by !== undefined)?.by;
  const through = by === undefined ? '' : ` through ${nameOf(by, answer)}`;
  const said = first ? `   said at ${first.location.file}:${first.location.start.line}${through}` : '';
  const fields = fieldsOf(edges);
  return [
    `${indent}${nameOf(node, answer)}${placeOf(node, answer)}${said}`,
    ...(fields.length > 0 ? [`${indent}  ${fields.join(' · ')}`] : []),
  ];
}

const MOST_FIELDS = 12;

/** `email = mail` was taken over, `name ← first, last` computed. */
function fieldsOf(edges: readonly LineageEdge[]): readonly string[] {
  const between = edges.filter(({ from, to }) => from.field !== undefined && to.field !== undefined);
  const byTarget = [...Map.groupBy(between, ({ to }) => to.field ?? '')].map(([field, own]) => {
    const sign = own.every(({ how }) => how === 'same') ? '=' : '←';
    return field === '*' ? 'every column' : `${field} ${sign} ${own.map(({ from }) => from.field).join(', ')}`;
  });
  const more = byTarget.length - MOST_FIELDS;
  return more > 0 ? [...byTarget.slice(0, MOST_FIELDS), `and ${more} more`] : byTarget;
}

function nodeOf(id: string, { lineage }: LineageAnswer): LineageNode | undefined {
  return lineage.nodes.find((node) => node.id === id);
}

const nameOf = (id: string, answer: LineageAnswer): string =>
  nodeOf(id, answer)?.name ?? answer.assets.find((asset) => asset.id === id)?.name ?? id;

function placeOf(id: string, answer: LineageAnswer): string {
  const ids = nodeOf(id, answer)?.assets ?? [id];
  const found = ids.flatMap((one) => answer.assets.find((asset) => asset.id === one) ?? []);
  const places = found.map(({ kind, file, location }) => `${kind} ${file}:${location.start.line}`);
  return places.length > 0 ? `   ${places.join(', ')}` : '   not declared here';
}

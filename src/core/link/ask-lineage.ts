import type { Asset } from '../../model/asset.ts';
import type { Lineage, LineageAnswer, LineageEdge, LineageNode } from '../../model/lineage.ts';
import { TollgateError } from '../errors.ts';
import { nearestName } from '../text/nearest-name.ts';
import { edgesFrom, flowOf, type Direction, type Flow } from './flow.ts';

/**
 * Answers `tollgate lineage <asset>`: the asset by its id, by its name or by the end of it (`contacts` for `crm.contacts`), a field
 * behind another dot. Errors: bad-use, where nothing or several things go by that name.
 */
export function askLineage(
  question: string,
  lineage: Lineage,
  assets: readonly Asset[],
  directions: readonly Direction[] = ['upstream', 'downstream'],
): LineageAnswer {
  const flow = flowOf(lineage);
  const subject = findSubject(question, flow, assets);
  const told = directions.map((direction) => edgesFrom(flow, [subject.node], direction));
  const all = [...new Set(told.flatMap(({ edges }) => edges))];
  const edges =
    subject.field === undefined ? all : directions.flatMap((direction) => fieldEdges(flow, subject.node, subject.field, direction));
  const ids = new Set([subject.node, ...edges.flatMap(({ from, to }) => [from.asset, to.asset])]);
  const nodes = [...ids].flatMap((id) => flow.node(id) ?? []);
  const shown = new Set([...nodes.flatMap((node) => node.assets), ...edges.flatMap(({ by }) => by ?? [])]);
  return {
    subject,
    lineage: { nodes, edges, partial: lineage.partial || told.some(({ cut }) => cut) },
    assets: assets.filter(({ id }) => shown.has(id)),
  };
}

type Subject = LineageAnswer['subject'];

function findSubject(question: string, flow: Flow, assets: readonly Asset[]): Subject {
  const named = nodesNamed(question, flow);
  if (named.length === 1 && named[0]) return { node: named[0].id };
  if (named.length > 1) throw several(question, named);
  const dot = question.lastIndexOf('.');
  const [asset, field] = [question.slice(0, Math.max(dot, 0)), question.slice(dot + 1)];
  const owners = dot < 0 ? [] : nodesNamed(asset, flow).filter((node) => hasField(node, field, flow, assets));
  if (owners.length === 1 && owners[0]) return { node: owners[0].id, field };
  throw owners.length > 1 ? several(asset, owners) : unknown(question, flow);
}

/** The whole name wins over the end of one. */
function nodesNamed(question: string, { lineage }: Flow): readonly LineageNode[] {
  const wanted = question.toLowerCase();
  const names = ({ id, name, assets }: LineageNode): readonly string[] => [id, name, ...assets].map((one) => one.toLowerCase());
  const whole = lineage.nodes.filter((node) => names(node).includes(wanted));
  return whole.length > 0 ? whole : lineage.nodes.filter(({ name }) => name.toLowerCase().endsWith(`.${wanted}`));
}

function hasField(node: LineageNode, field: string, flow: Flow, assets: readonly Asset[]): boolean {
  const wanted = field.toLowerCase();
  const isField = (name: string | undefined): boolean => name === '*' || name?.toLowerCase() === wanted;
  const declared = assets.some(({ id, fields }) => node.assets.includes(id) && fields.some(({ name }) => isField(name)));
  return declared || flow.into(node.id).some(({ to }) => isField(to.field)) || flow.outOf(node.id).some(({ from }) => isField(from.field));
}

function several(question: string, nodes: readonly LineageNode[]): TollgateError {
  const lines = nodes.slice(0, 8).map(({ id }) => `one:   ${id}`);
  return new TollgateError('bad-use', `\`${question}\` is ${nodes.length} things`, { lines: [...lines, 'do:    give the whole name'] });
}

function unknown(question: string, { lineage }: Flow): TollgateError {
  const names = lineage.nodes.map(({ name }) => name);
  const meant =
    nearestName(question, names) ??
    nearestName(
      question,
      names.map((name) => name.slice(name.lastIndexOf('.') + 1)),
    );
  const lines = [meant === undefined ? 'do:    tollgate assets shows what there is' : `do:    tollgate lineage ${meant}`];
  return new TollgateError('bad-use', `nothing here is called \`${question}\``, { lines });
}

/** The edges between fields on the ways into (or out of) one field. */
function fieldEdges(flow: Flow, node: string, field: string | undefined, direction: Direction): readonly LineageEdge[] {
  const edges: LineageEdge[] = [];
  const waiting = [{ node, field: (field ?? '').toLowerCase() }];
  const seen = new Set<string>();
  for (let at = 0; at < waiting.length && edges.length < 1000; at++) {
    const here = waiting[at];
    if (!here || seen.has(`${here.node}\n${here.field}`)) continue;
    seen.add(`${here.node}\n${here.field}`);
    for (const edge of direction === 'upstream' ? flow.into(here.node) : flow.outOf(here.node)) {
      const told = named(edge, here.field, direction);
      if (!told) continue;
      edges.push(told);
      const far = direction === 'upstream' ? told.from : told.to;
      waiting.push({ node: far.asset, field: (far.field ?? '').toLowerCase() });
    }
  }
  return edges;
}

/** An edge of every field, as the edge of this one. */
function named(edge: LineageEdge, field: string, direction: Direction): LineageEdge | undefined {
  const [near, far] = direction === 'upstream' ? [edge.to, edge.from] : [edge.from, edge.to];
  if (near.field === undefined || far.field === undefined) return undefined;
  if (near.field === '*') return { ...edge, from: { ...edge.from, field }, to: { ...edge.to, field } };
  return near.field.toLowerCase() === field ? edge : undefined;
}

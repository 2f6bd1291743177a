import type { Problem } from '../../../model/problem.ts';
import { entriesOf, itemsOf, textAt, type DocumentNode } from '../../text/document-tree.ts';

/** A file of schemas, with the anchors inside of it. */
export interface Schema {
  readonly root: DocumentNode;
  readonly anchors: ReadonlyMap<string, DocumentNode>;
  readonly problems: Problem[];
  /** Schemas that the file may still make of itself, counting each time that one is referred to. */
  readonly budget: { steps: number };
  /** Maps that references went through, by key. */
  readonly keys: Map<DocumentNode, ReadonlyMap<string, DocumentNode>>;
}

export function openSchema(root: DocumentNode): Schema {
  const anchors = new Map<string, DocumentNode>();
  collectAnchors(root, anchors);
  return { root, anchors, problems: [], budget: { steps: MAX_STEPS }, keys: new Map() };
}

const MAX_STEPS = 100_000;

/** The file's depth is bounded by its parser. */
function collectAnchors(node: DocumentNode, anchors: Map<string, DocumentNode>): void {
  if (node.kind === 'list') for (const item of node.items) collectAnchors(item, anchors);
  for (const { key, value } of entriesOf(node)) {
    const name = textAt(value);
    if (key === '$anchor' && name !== undefined) anchors.set(`#${name}`, node);
    else if ((key === '$id' || key === 'id') && name?.startsWith('#')) anchors.set(name, node);
    else collectAnchors(value, anchors);
  }
}

/** Where a reference leads: a node of this file, or another file that nobody reads here. */
export type Target = { readonly node: DocumentNode } | 'elsewhere';

/** A reference into this file that leads nowhere is told, for what it stands for goes unjudged. */
export function follow(reference: DocumentNode, schema: Schema): Target {
  const text = textAt(reference) ?? '';
  const own = textAt(schema.root, '$id') ?? textAt(schema.root, 'id') ?? '';
  const local = own !== '' && text.startsWith(own) ? text.slice(own.length) : text;
  if (local === '' || local === '#') return { node: schema.root };
  if (!local.startsWith('#')) return 'elsewhere';
  const node = schema.anchors.get(local) ?? pointed(schema, local.slice(1));
  if (node) return { node };
  const message = `\`${text}\` leads nowhere in this file, so what it stands for was not judged.`;
  if (
    schema.problems.length < MAX_PROBLEMS &&
    !schema.problems.some(({ location }) => location.start.offset === reference.location.start.offset)
  )
    schema.problems.push({ code: 'json-schema-reference', message, location: reference.location, undecided: true });
  return 'elsewhere';
}

const MAX_PROBLEMS = 20;

/** `/$defs/a~1b` step by step. */
function pointed({ root, keys }: Schema, pointer: string): DocumentNode | undefined {
  let node: DocumentNode | undefined = root;
  for (const step of pointer.split('/').slice(1)) {
    const key = decoded(step).replaceAll('~1', '/').replaceAll('~0', '~');
    node = node?.kind === 'list' ? itemsOf(node)[Number(key)] : node && valueUnder(node, key, keys);
  }
  return pointer.startsWith('/') ? node : undefined;
}

function valueUnder(node: DocumentNode, key: string, keys: Schema['keys']): DocumentNode | undefined {
  const known = keys.get(node) ?? new Map(entriesOf(node).map((one) => [one.key, one.value]));
  keys.set(node, known);
  return known.get(key);
}

function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}

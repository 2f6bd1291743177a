import { at, entry, itemsOf, textAt, toJson, type DocumentNode } from '../../text/document-tree.ts';
import type { AvroType, AvroTypes, Logical, NamedType, RecordField, Span } from './part.ts';

/** The types of a schema, ready to be compared. Names get their namespace, as the specification resolves them. */
export function readTypes(root: DocumentNode, lines: readonly number[]): AvroTypes {
  const named: NamedType[] = [];
  const types = at(root, 'types');
  const outer = textAt(root, 'namespace') ?? '';
  const tops = types ? itemsOf(types) : root.kind === 'list' ? itemsOf(root) : [root];
  const read = tops.map((top) => readType(top, outer, { named, isTop: true }));
  const isSingle = types !== undefined || (root.kind !== 'list' && read[0]?.is === 'named' && at(root, 'name') !== undefined);
  const whole: AvroType | undefined = root.kind === 'list' ? { is: 'union', members: read, at: spanOf(root) } : read[0];
  return { lines, named, ...(isSingle || !whole ? {} : { root: whole }) };
}

interface Into {
  readonly named: NamedType[];
  readonly isTop: boolean;
}

const spanOf = ({ location: { start, end } }: DocumentNode): Span => [start.offset, end.offset];

const PLAIN: ReadonlySet<string> = new Set('null boolean int long float double bytes string'.split(' '));

/** The depth of the document is bounded. */
function readType(node: DocumentNode, outer: string, into: Into): AvroType {
  if (node.kind === 'list') return { is: 'union', members: node.items.map((member) => readType(member, outer, into)), at: spanOf(node) };
  if (node.kind === 'scalar') return reference(String(node.value), outer, node);
  const inner = at(node, 'type');
  if (!inner) return { is: 'plain', name: 'unknown', at: spanOf(node) };
  if (inner.kind !== 'scalar') return readType(inner, outer, into);
  return readObject(node, String(inner.value), outer, into);
}

function readObject(node: DocumentNode, type: string, outer: string, into: Into): AvroType {
  const held = at(node, type === 'array' ? 'items' : 'values');
  const nested = { ...into, isTop: false };
  if (type === 'array' || type === 'map')
    return held ? { is: type, of: readType(held, outer, nested), at: spanOf(node) } : { is: 'plain', name: 'unknown', at: spanOf(node) };
  if (textAt(node, 'name') !== undefined && DECLARES.has(type)) return declare(node, type, outer, into);
  const found = reference(type, outer, node);
  const logical = logicalOf(node);
  return found.is === 'plain' && logical ? { ...found, logical } : found;
}

const DECLARES: ReadonlySet<string> = new Set(['record', 'error', 'enum', 'fixed']);

function reference(name: string, outer: string, node: DocumentNode): AvroType {
  return PLAIN.has(name) ? { is: 'plain', name, at: spanOf(node) } : { is: 'named', name: fullName(name, outer), at: spanOf(node) };
}

/** A name with dots brings its own namespace. */
const fullName = (name: string, namespace: string): string => (name.includes('.') || namespace === '' ? name : `${namespace}.${name}`);

function logicalOf(node: DocumentNode): Logical | undefined {
  const name = textAt(node, 'logicalType');
  if (name === undefined) return undefined;
  const count = (key: string): Record<string, number> => {
    const value = Number(textAt(node, key) ?? (key === 'scale' && name === 'decimal' ? 0 : Number.NaN));
    return Number.isFinite(value) ? { [key]: value } : {};
  };
  return { name, ...count('precision'), ...count('scale') };
}

function declare(node: DocumentNode, type: string, outer: string, into: Into): AvroType {
  const simple = textAt(node, 'name') ?? '';
  const name = fullName(simple, textAt(node, 'namespace') ?? outer);
  const namespace = name.slice(0, Math.max(0, name.lastIndexOf('.')));
  const own = {
    name,
    at: spanOf(entry(node, 'name')?.value ?? node),
    aliases: itemsOf(at(node, 'aliases')).flatMap((alias) => fullName(textAt(alias) ?? '', namespace)),
    isTop: into.isTop,
  };
  const place = into.named.length;
  into.named.push({ ...own, is: 'fixed', size: Number(textAt(node, 'size') ?? Number.NaN) });
  into.named[place] = declared(node, type, own, { namespace, into });
  return { is: 'named', name, at: spanOf(node) };
}

type Own = Pick<NamedType, 'name' | 'at' | 'aliases' | 'isTop'>;

function declared(node: DocumentNode, type: string, own: Own, { namespace, into }: { namespace: string; into: Into }): NamedType {
  if (type === 'enum') {
    const unknown = textAt(node, 'default');
    const symbols = itemsOf(at(node, 'symbols')).flatMap((symbol) => ({ name: textAt(symbol) ?? '', at: spanOf(symbol) }));
    return { ...own, is: 'enum', symbols, ...(unknown === undefined ? {} : { default: unknown }) };
  }
  const logical = logicalOf(node);
  if (type === 'fixed') return { ...own, is: 'fixed', size: Number(textAt(node, 'size') ?? 0), ...(logical ? { logical } : {}) };
  const fields = itemsOf(at(node, 'fields')).flatMap((field) => readField(field, namespace, { ...into, isTop: false }) ?? []);
  return { ...own, is: 'record', fields };
}

function readField(node: DocumentNode, namespace: string, into: Into): RecordField | undefined {
  const name = entry(node, 'name')?.value;
  const type = entry(node, 'type')?.value;
  if (!name || !type || textAt(name) === undefined) return undefined;
  const own = entry(node, 'default')?.value;
  return {
    name: textAt(name) ?? '',
    at: spanOf(name),
    aliases: itemsOf(at(node, 'aliases')).flatMap((alias) => textAt(alias) ?? []),
    type: readType(type, namespace, into),
    ...(own ? { default: { value: toJson(own), at: spanOf(own) } } : {}),
  };
}

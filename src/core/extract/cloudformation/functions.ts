import type { Location } from '../../../model/source.ts';
import { entriesOf, entry, itemsOf, textAt, type DocumentNode } from '../../text/document-tree.ts';
import { jsonOf, unknownIn } from '../../infrastructure/found.ts';
import { holds } from './conditions.ts';
import { named, type Settle } from './for-each.ts';
import { lengthOf, spend, type Scope } from './scope.ts';
import { subParts } from './sub-parts.ts';

/** A function with its argument as written. `nothing` is what it gives where the template does not decide its value. */
export interface Call {
  readonly argument: DocumentNode;
  readonly location: Location;
  readonly scope: Scope;
  readonly nothing: DocumentNode;
  readonly settle: Settle;
}

type CarryOut = (call: Call) => DocumentNode | undefined;

/** By the intrinsic function reference of CloudFormation; functions that ask the account for something are not among them. */
export const FUNCTIONS: ReadonlyMap<string, CarryOut> = new Map<string, CarryOut>([
  ['Ref', (call) => refer(textAt(call.argument) ?? '', call)],
  ['GetAtt', ({ nothing, argument, scope }) => referring(nothing, attributeOf(argument), scope)],
  ['Sub', substitute],
  ['Join', join],
  ['Split', split],
  ['Select', select],
  ['If', choose],
  ['FindInMap', findInMap],
  ['Length', length],
  ['ToJsonString', toJsonString],
]);

function refer(name: string, { location, scope, nothing }: Call): DocumentNode | undefined {
  const loop = scope.loops.get(name);
  if (loop !== undefined) return { kind: 'scalar', location, value: loop };
  if (name === 'AWS::NoValue') return undefined;
  const parameter = scope.parameters.get(name);
  return parameter ? taken(parameter, { location, scope, nothing }) : referring(nothing, named(name, scope), scope);
}

/** A value that is written elsewhere stands where it is asked for. Long lists may not be asked for without bound. */
function taken(value: DocumentNode, { location, scope, nothing }: Pick<Call, 'location' | 'scope' | 'nothing'>): DocumentNode {
  const isBought = value.kind === 'scalar' || spend(lengthOf(value) + (value.kind === 'list' ? value.items.length : 0), scope.budget);
  return isBought ? { ...value, location } : nothing;
}

/** An attribute is not told by the text, but whose it is. */
function referring(nothing: DocumentNode, name: string, { resources }: Scope): DocumentNode {
  return nothing.kind === 'scalar' && resources.has(name) ? { ...nothing, refersTo: name } : nothing;
}

function attributeOf(argument: DocumentNode): string {
  const first = argument.kind === 'list' ? itemsOf(argument)[0] : argument;
  return (first && textAt(first))?.split('.', 1)[0] ?? '';
}

const settledItems = ({ argument, scope, settle }: Call): readonly (DocumentNode | undefined)[] =>
  itemsOf(argument).map((item) => settle(item, scope));

/** The text of a settled scalar; undefined where it cannot be told. */
const known = (node: DocumentNode | undefined): string | undefined =>
  node?.kind === 'scalar' && node.unknown === undefined ? String(node.value ?? '') : undefined;

function substitute(call: Call): DocumentNode | undefined {
  const { argument, scope, settle } = call;
  const [template, own] = argument.kind === 'list' ? argument.items : [argument];
  const written = template && textAt(template);
  if (written === undefined) return call.nothing;
  const text = named(written, scope);
  const parts = subParts(text).map((part): DocumentNode | undefined => {
    if (part.is === 'text') return scalar(part.text, call);
    const given = entry(own, part.name);
    return given ? settle(given.value, scope) : refer(part.name.split('.', 1)[0] ?? '', { ...call, argument: call.nothing });
  });
  return text.includes('{{resolve:') ? call.nothing : joined(parts, '', call);
}

const scalar = (value: string, { location }: Pick<Call, 'location'>): DocumentNode => ({ kind: 'scalar', location, value });

/** Unknown where one of the parts is, and by what that part refers to. */
function joined(parts: readonly (DocumentNode | undefined)[], between: string, call: Call): DocumentNode {
  const texts = parts.map(known);
  if (texts.every((text) => text !== undefined)) return within(texts.join(between), call);
  const refersTo = parts.find((part) => part?.kind === 'scalar' && part.refersTo !== undefined);
  return refersTo?.kind === 'scalar' ? referring(call.nothing, refersTo.refersTo ?? '', call.scope) : call.nothing;
}

/** Texts that are made of each other may not grow without bound. */
function within(text: string, call: Call): DocumentNode {
  return spend(text.length, call.scope.budget) ? scalar(text, call) : call.nothing;
}

function join(call: Call): DocumentNode | undefined {
  const [between, parts] = settledItems(call);
  const text = known(between);
  return text !== undefined && parts?.kind === 'list' ? joined(parts.items, text, call) : call.nothing;
}

function split(call: Call): DocumentNode | undefined {
  const [between, text] = settledItems(call).map(known);
  if (between === undefined || between === '' || text === undefined || !spend(text.length, call.scope.budget)) return call.nothing;
  return { kind: 'list', location: call.location, items: text.split(between).map((one) => scalar(one, call)) };
}

function select(call: Call): DocumentNode | undefined {
  const [index, list] = settledItems(call);
  const at = known(index);
  const found = list?.kind === 'list' && at !== undefined ? list.items[Number(at)] : undefined;
  return (
    found ?? (list?.kind === 'scalar' && list.refersTo !== undefined ? referring(call.nothing, list.refersTo, call.scope) : call.nothing)
  );
}

/** Where the condition cannot be told, two branches that give the same have told it all the same. */
function choose(call: Call): DocumentNode | undefined {
  const { argument, scope, settle, nothing } = call;
  const [condition, yes, no] = itemsOf(argument);
  if (!condition || !yes || !no) return nothing;
  const isTrue = holds(textAt(condition) ?? '', scope, settle);
  if (isTrue !== undefined) return settle(isTrue ? yes : no, scope);
  const [one, other] = [settle(yes, scope), settle(no, scope)];
  if (!one || !other) return one || other ? nothing : undefined;
  return same(one, other) ? one : nothing;
}

const same = (one: DocumentNode, other: DocumentNode): boolean =>
  unknownIn(one) === undefined && unknownIn(other) === undefined && JSON.stringify(jsonOf(one)) === JSON.stringify(jsonOf(other));

/** Where the upper key cannot be told (a region, mostly), upper keys that all give the same have told it all the same. */
function findInMap(call: Call): DocumentNode | undefined {
  const [map, upper, lower] = settledItems(call).map(known);
  const table = entry(call.scope.mappings, map ?? '')?.value;
  if (map === undefined || lower === undefined) return call.nothing;
  if (upper !== undefined) {
    const found = entry(entry(table, upper)?.value, lower)?.value;
    return found ? taken(found, call) : call.nothing;
  }
  const all = entriesOf(table).map(({ value }) => entry(value, lower)?.value);
  const [first] = all;
  return first && all.every((one) => one && same(one, first)) ? taken(first, call) : call.nothing;
}

function length(call: Call): DocumentNode | undefined {
  const list = call.settle(call.argument, call.scope);
  return list?.kind === 'list' ? { kind: 'scalar', location: call.location, value: list.items.length } : call.nothing;
}

function toJsonString(call: Call): DocumentNode | undefined {
  const node = call.settle(call.argument, call.scope);
  return node && unknownIn(node) === undefined ? within(JSON.stringify(jsonOf(node)), call) : call.nothing;
}

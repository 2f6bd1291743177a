import type { Json } from '../../model/json.ts';
import type { AcceptedSilence } from './authored.ts';

/** A name that a rule reads of something, with its place. */
export interface Read {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

interface RuleReads {
  readonly reads: readonly Read[];
  /** Rules that it asks, as `lib.fact.is_unknown`. */
  readonly asks: readonly string[];
}

/** Rules by `package.name`, from the syntax trees of files as `opa parse` gives them. */
export type RuleIndex = ReadonlyMap<string, RuleReads>;

type Node = { readonly [key: string]: Json };

const asNode = (value: Json | undefined): Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Node) : {};
const asList = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);
const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

/** What each rule reads and asks. */
export function indexRules(trees: ReadonlyMap<string, Json>): RuleIndex {
  const index = new Map<string, { reads: Read[]; asks: string[] }>();
  for (const [file, tree] of trees) {
    const name = packageOf(tree);
    const own = new Set(rulesOf(tree).map(({ name: rule }) => rule));
    const context: Context = { file, package: name, own, imports: importsOf(tree) };
    for (const { name: rule, node } of rulesOf(tree)) {
      const key = `${name}.${rule}`;
      const found = index.get(key) ?? { reads: [], asks: [] };
      index.set(key, found);
      walk(node, context, found);
    }
  }
  return index;
}

/** What rules read, with all that they ask. */
export function readsOf(index: RuleIndex, roots: readonly string[]): readonly Read[] {
  const seen = new Set<string>();
  const open = [...roots];
  const reads: Read[] = [];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    const rule = index.get(key);
    if (!rule || seen.has(key)) continue;
    seen.add(key);
    reads.push(...rule.reads);
    open.push(...rule.asks);
  }
  return reads;
}

/** The names of the packages that these rules lead to. */
export function packagesAsked(index: RuleIndex, roots: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const open = [...roots];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (seen.has(key)) continue;
    seen.add(key);
    open.push(...(index.get(key)?.asks ?? []));
  }
  return new Set([...seen].map((key) => key.slice(0, key.lastIndexOf('.'))));
}

export const packageOf = (tree: Json): string =>
  asList(asNode(asNode(tree)['package'])['path'])
    .slice(1)
    .map((term) => textOf(asNode(term)['value']))
    .join('.');

/** The rules of a file by their first name: a head `found[a] contains f` is `found`. */
export function rulesOf(tree: Json): readonly { readonly name: string; readonly node: Node }[] {
  return asList(asNode(tree)['rules']).map((rule) => {
    const node = asNode(rule);
    const head = asNode(node['head']);
    return { name: textOf(asNode(asList(head['ref'])[0])['value']) || textOf(head['name']), node };
  });
}

/** Aliases of imports: `fact` is `lib.fact`. */
function importsOf(tree: Json): ReadonlyMap<string, string> {
  return new Map(
    asList(asNode(tree)['imports']).flatMap((one): (readonly [string, string])[] => {
      const [head, ...steps] = asList(asNode(asNode(one)['path'])['value']).map((term) => textOf(asNode(term)['value']));
      const alias = textOf(asNode(one)['alias']) || (steps.at(-1) ?? '');
      return head === 'data' ? [[alias, steps.join('.')]] : [];
    }),
  );
}

/** What the METADATA of a package says about its silences: `custom.silent`, a list of `fact`, `when` and `why`. */
export function silencesIn(trees: ReadonlyMap<string, Json>, name: string): readonly AcceptedSilence[] {
  const annotations = [...trees.values()].filter((tree) => packageOf(tree) === name).flatMap((tree) => asList(asNode(tree)['annotations']));
  return annotations
    .map(asNode)
    .filter(({ scope }) => scope === 'package')
    .flatMap(({ custom }) => asList(asNode(custom)['silent']))
    .map(asNode)
    .flatMap(({ fact, when, why }) => (textOf(why) === '' ? [] : [{ fact: textOf(fact), when: textOf(when), why: textOf(why) }]));
}

interface Context {
  readonly file: string;
  readonly package: string;
  readonly own: ReadonlySet<string>;
  readonly imports: ReadonlyMap<string, string>;
}

/** Without recursion: a policy may nest as it likes. */
function walk(root: Json, context: Context, found: { reads: Read[]; asks: string[] }): void {
  const open: Json[] = [root];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (Array.isArray(value)) {
      found.reads.push(...namesInCall(value, context));
      for (const one of value) open.push(one);
      continue;
    }
    const node = asNode(value);
    if (node['type'] === 'ref') readRef(asList(node['value']), context, found);
    // A rule of the same package that is named alone.
    if (node['type'] === 'var' && context.own.has(textOf(node['value']))) found.asks.push(`${context.package}.${textOf(node['value'])}`);
    // `some name in {"region", "tags"}` names what it then asks about.
    for (const symbol of asList(node['symbols'])) found.reads.push(...namesIn(asList(asNode(symbol)['value']).slice(1), context));
    for (const [key, one] of Object.entries(node)) if (key !== 'location' && key !== 'annotations') open.push(one);
  }
}

function readRef(terms: readonly Json[], context: Context, found: { reads: Read[]; asks: string[] }): void {
  const [head, ...steps] = terms.map(asNode);
  const name = textOf(head?.['value']);
  const strings = steps.filter(({ type }) => type === 'string');
  const path = strings.map(({ value }) => textOf(value));
  const imported = context.imports.get(name);
  if (imported !== undefined) found.asks.push([imported, ...path.slice(0, 1)].join('.'));
  else if (name === 'data') found.asks.push(path.join('.'), path.slice(0, -1).join('.'));
  else if (context.own.has(name)) found.asks.push(`${context.package}.${name}`);
  if (name !== 'data' && imported === undefined) found.reads.push(...strings.map((term) => readAt(term, context)));
}

const readAt = (term: Node, { file }: Context): Read => {
  const place = asNode(term['location']);
  return { name: textOf(term['value']), file, line: Number(place['row'] ?? 1), column: Number(place['col'] ?? 1) };
};

/** A call is a list of the operator and what it is given; `object.get`, own functions and `"x" in thing.unknown` are given names. */
function namesInCall([operator, ...given]: readonly Json[], context: Context): readonly Read[] {
  const [head, ...steps] = asList(asNode(operator)['value']).map((term) => textOf(asNode(term)['value']));
  if (asNode(operator)['type'] !== 'ref' || head === undefined) return [];
  const path = [head, ...steps].join('.');
  const isOwn = head === 'data' || context.imports.has(head) || context.own.has(head);
  const asksUnknown = path === 'internal.member_2' && lastOf(given[1]) === 'unknown';
  return isOwn || path === 'object.get' || asksUnknown ? namesIn(given, context) : [];
}

const lastOf = (term: Json | undefined): string => textOf(asNode(asList(asNode(term)['value']).at(-1))['value']);

const namesIn = (terms: readonly Json[], context: Context): readonly Read[] =>
  terms.map(asNode).flatMap((term) => {
    if (term['type'] === 'string') return [readAt(term, context)];
    const members = term['type'] === 'array' || term['type'] === 'set' ? asList(term['value']).map(asNode) : [];
    return members.filter(({ type }) => type === 'string').map((one) => readAt(one, context));
  });

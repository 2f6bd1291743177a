import { at, entry, textAt, type DocumentNode, type Entry } from '../../text/document-tree.ts';

/** What `${…}` stands for in a bundle, seen from one of its targets or from none. */
export interface Values {
  readonly bundle: DocumentNode;
  /** Values that a target has for variables, over the defaults. */
  readonly variables: DocumentNode | undefined;
  readonly target: string | undefined;
  /** Names that were told before; null while one is being told. */
  readonly told: Map<string, DocumentNode | null>;
  readonly budget: { letters: number };
}

export function valuesOf(bundle: DocumentNode, target?: { readonly name: string; readonly node: DocumentNode }): Values {
  return { bundle, variables: at(target?.node, 'variables'), target: target?.name, told: new Map(), budget: { letters: 2_000_000 } };
}

/** Names that lead through more names than this are not followed. */
const MAX_CHAIN = 50;
const REFERENCE = /\$\{([^{}\s]+)\}/g;

/** A node with its references replaced, as far as the bundle tells them. */
export function settle(node: DocumentNode, values: Values, depth = 0): DocumentNode {
  if (node.kind === 'list') return { ...node, items: node.items.map((item) => settle(item, values, depth)) };
  if (node.kind === 'map')
    return { ...node, entries: node.entries.map((one): Entry => ({ ...one, value: settle(one.value, values, depth) })) };
  return typeof node.value === 'string' && node.value.includes('${') ? settledText(node.value, node, values, depth) : node;
}

/** A text that is one reference is what that stands for, whatever its kind; in a longer one it has to be a text. */
function settledText(text: string, node: DocumentNode, values: Values, depth: number): DocumentNode {
  const names = [...text.matchAll(REFERENCE)].map(([, name = '']) => name);
  const found = names.map((name) => valueOf(name, values, depth + 1));
  const refersTo = names.map(resourceIn).find((name) => name !== undefined);
  const unknown: DocumentNode = {
    kind: 'scalar',
    location: node.location,
    value: null,
    unknown: text,
    ...(refersTo === undefined ? {} : { refersTo }),
  };
  const [only] = found;
  if (names.length === 1 && text === `\${${names[0]}}`) return only && spend(only, values) ? { ...only, location: node.location } : unknown;
  const texts = found.map((one) => (one ? textAt(one) : undefined));
  if (names.length === 0 || texts.includes(undefined)) return names.length === 0 ? node : unknown;
  let at = 0;
  const whole = text.replaceAll(REFERENCE, () => texts[at++] ?? '');
  values.budget.letters -= whole.length;
  return values.budget.letters < 0 ? unknown : { kind: 'scalar', location: node.location, value: whole };
}

/** Larger values are not followed: values that hold each other twice grow by doubling. */
const MAX_NODES = 2000;

function spend(node: DocumentNode, { budget }: Values): boolean {
  budget.letters -= nodesIn(node);
  return budget.letters >= 0;
}

/** How many nodes there are, counted to a little more than the most that are followed. */
function nodesIn(node: DocumentNode): number {
  const left: DocumentNode[] = [node];
  let count = 0;
  for (let next = left.pop(); next && count <= MAX_NODES; next = left.pop()) {
    count++;
    if (next.kind === 'list') left.push(...next.items.slice(0, MAX_NODES));
    if (next.kind === 'map') left.push(...next.entries.slice(0, MAX_NODES).map(({ value }) => value));
  }
  return count;
}

/** `resources.pipelines.refresh.id` is about the resource `pipelines.refresh`. */
const resourceIn = (name: string): string | undefined => /^resources\.(\w+\.[\w-]+)\./.exec(name)?.[1];

/** The value of a name; undefined where only the workspace knows it. */
function valueOf(name: string, values: Values, depth: number): DocumentNode | undefined {
  const before = values.told.get(name);
  if (before !== undefined) return before ?? undefined;
  if (depth > MAX_CHAIN) return undefined;
  values.told.set(name, null);
  const raw = rawOf(name, values);
  const told = raw && settle(raw, values, depth);
  const isTold = told && !(told.kind === 'scalar' && told.unknown !== undefined) && nodesIn(told) <= MAX_NODES;
  if (isTold) values.told.set(name, told);
  return isTold ? told : undefined;
}

function rawOf(name: string, { bundle, variables, target }: Values): DocumentNode | undefined {
  const [root = '', ...path] = name.split('.');
  if (root === 'var') return variableOf(path, bundle, variables);
  if (name === 'bundle.target' || name === 'bundle.environment')
    return target === undefined ? undefined : { kind: 'scalar', location: bundle.location, value: target };
  if (root === 'variables')
    return variableOf(
      path.filter((step, at) => at !== 1 || step !== 'value'),
      bundle,
      variables,
    );
  if (!['bundle', 'resources', 'workspace'].includes(root)) return undefined;
  const found = at(bundle, root, ...path);
  return found?.kind === 'scalar' && found.value === null ? undefined : found;
}

/** What the target says of a variable, else its default; one that is looked up in the workspace is not told. */
function variableOf(
  [name = '', ...path]: readonly string[],
  bundle: DocumentNode,
  variables: DocumentNode | undefined,
): DocumentNode | undefined {
  const declared = at(bundle, 'variables', name);
  const given = entry(variables, name)?.value;
  if ([declared, given].some((one) => at(one, 'lookup'))) return undefined;
  const own = given && (at(given, 'default') ?? given);
  const value = own ?? (declared?.kind === 'map' ? at(declared, 'default') : declared);
  return value && path.length > 0 ? at(value, ...path) : value;
}

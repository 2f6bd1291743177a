import type { SourceFile } from '../../../model/source.ts';
import type { Reading } from '../../plug-ins.ts';
import { at, entriesOf, entry, itemsOf, textAt, type DocumentNode, type Entry, type ScalarNode } from '../../text/document-tree.ts';
import { parseJson } from '../../text/json-tree.ts';
import { toPlace, type Block, type Expression, type Planned, type TerraformPart } from './part.ts';
import { attributesAndBlocks } from './read-terraform-json.ts';

/** A plan as `terraform show -json` writes it ("JSON Output Format", Terraform's documentation). */
export function readPlan(file: SourceFile): Reading<TerraformPart> {
  if (!file.text.includes('"planned_values"') || !file.text.includes('"root_module"')) return { part: null, problems: [] };
  const { root, problems } = parseJson(file);
  const top = at(root, 'planned_values', 'root_module');
  if (!root || !top) return { part: null, problems: root ? [] : problems };
  const unknown = new Map(
    itemsOf(at(root, 'resource_changes')).map((one) => [textAt(one, 'address') ?? '', at(one, 'change', 'after_unknown')]),
  );
  const written = writtenIn(at(root, 'configuration', 'root_module'));
  const modules = modulesIn(top);
  const known = new Set(modules.flatMap(({ node }) => itemsOf(at(node, 'resources')).map((one) => textAt(one, 'address') ?? '')));
  const planned = modules.flatMap(({ node, prefix }) =>
    itemsOf(at(node, 'resources')).flatMap((one) => plannedOf({ node: one, prefix, unknown, written, known }) ?? []),
  );
  return { part: { blocks: providersIn(at(root, 'configuration', 'provider_config')), values: [], planned }, problems };
}

interface Module {
  readonly node: DocumentNode;
  /** `module.lake.`, with the index of a module that is there several times. */
  readonly prefix: string;
}

/** All modules of the plan; the reader of JSON bounds how deep they are. */
function modulesIn(top: DocumentNode): readonly Module[] {
  const found: Module[] = [];
  const left: Module[] = [{ node: top, prefix: '' }];
  for (let module = left.pop(); module; module = left.pop()) {
    found.push(module);
    const children = itemsOf(at(module.node, 'child_modules')).map((node) => ({ node, prefix: `${textAt(node, 'address') ?? ''}.` }));
    left.push(...children.toReversed());
  }
  return found;
}

const INDEX = /\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/g;

/** What the configuration writes for the arguments of each resource, by its address without indices. */
function writtenIn(root: DocumentNode | undefined): ReadonlyMap<string, DocumentNode> {
  const found = new Map<string, DocumentNode>();
  const left = root ? [{ node: root, prefix: '' }] : [];
  for (let module = left.pop(); module; module = left.pop()) {
    const { node, prefix } = module;
    for (const one of itemsOf(at(node, 'resources'))) {
      const expressions = at(one, 'expressions');
      if (expressions) found.set(`${prefix}${textAt(one, 'address') ?? ''}`, expressions);
    }
    for (const { key, value } of entriesOf(at(node, 'module_calls'))) {
      const called = at(value, 'module');
      if (called) left.push({ node: called, prefix: `${prefix}module.${key}.` });
    }
  }
  return found;
}

interface Context {
  readonly node: DocumentNode;
  readonly prefix: string;
  readonly unknown: ReadonlyMap<string, DocumentNode | undefined>;
  readonly written: ReadonlyMap<string, DocumentNode>;
  readonly known: ReadonlySet<string>;
}

function plannedOf({ node, prefix, unknown, written, known }: Context): Planned | undefined {
  const address = entry(node, 'address');
  const [type, name] = [textAt(node, 'type'), textAt(node, 'name')];
  const whole = textAt(node, 'address');
  if (!address || whole === undefined || type === undefined || name === undefined) return undefined;
  const index = whole.slice(whole.lastIndexOf(`${type}.${name}`) + type.length + name.length + 1);
  const refer = (to: string): string => (known.has(`${prefix}${nameIn(to)}${index}`) ? `${nameIn(to)}${index}` : nameIn(to));
  const values = overlaid(at(node, 'values'), unknown.get(whole), written.get(whole.replaceAll(INDEX, '')), refer);
  const block: Block = {
    type: textAt(node, 'mode') === 'data' ? 'data' : 'resource',
    labels: [type, `${name}${index}`],
    name: toPlace(address.value.location),
    at: toPlace(node.location),
    ...(values ? attributesAndBlocks(values, expressionOfScalar) : { attributes: [], blocks: [] }),
  };
  return { prefix, block };
}

/** `aws_s3_bucket.raw.arn` → `aws_s3_bucket.raw`. */
const nameIn = (reference: string): string => reference.split('.').slice(0, 2).join('.');

/**
 * The values with what is known only after the change: the resource that the configuration takes it from, where it says. What the
 * configuration does not write is not set by anybody: the provider makes it up.
 */
function overlaid(
  values: DocumentNode | undefined,
  unknown: DocumentNode | undefined,
  written: DocumentNode | undefined,
  refer: (to: string) => string,
): DocumentNode | undefined {
  if (unknown?.kind === 'scalar') return unknown.value === true ? unknownNode(unknown, written, refer) : values;
  if (unknown?.kind === 'list')
    return values?.kind === 'list'
      ? { ...values, items: values.items.map((item, index) => overlaid(item, unknown.items[index], itemAt(written, index), refer) ?? item) }
      : values;
  if (unknown?.kind !== 'map' || values?.kind !== 'map') return values;
  const before = values.entries.map((one): Entry => ({
    ...one,
    value: overlaid(one.value, at(unknown, one.key), at(written, one.key), refer) ?? one.value,
  }));
  const keys = new Set(values.entries.map(({ key }) => key));
  const added = unknown.entries.flatMap((one): readonly Entry[] => {
    const isComputed = written?.kind === 'map' && at(written, one.key) === undefined;
    const value = keys.has(one.key) || isComputed ? undefined : overlaid(undefined, one.value, at(written, one.key), refer);
    return value ? [{ ...one, value }] : [];
  });
  return { ...values, entries: [...before, ...added] };
}

const itemAt = (node: DocumentNode | undefined, index: number): DocumentNode | undefined =>
  node?.kind === 'list' ? node.items[index] : node;

function unknownNode({ location }: ScalarNode, written: DocumentNode | undefined, refer: (to: string) => string): ScalarNode {
  const [first] = itemsOf(at(written, 'references')).flatMap((one) =>
    one.kind === 'scalar' && typeof one.value === 'string' ? [one.value] : [],
  );
  const isResource = first !== undefined && !/^(?:var|local|each|count|module|path|terraform|self)\./.test(first);
  const to = isResource && !first.startsWith('data.') ? refer(first) : undefined;
  return { kind: 'scalar', location, value: null, unknown: first ?? 'known after apply', ...(to === undefined ? {} : { refersTo: to }) };
}

/** Values of a plan are final: a text with `${` in it is that text. */
function expressionOfScalar({ value, unknown, refersTo, location }: ScalarNode): Expression {
  const place = toPlace(location);
  if (unknown === undefined) return { is: 'literal', value, at: place };
  const [type = '', ...name] = refersTo?.split('.') ?? [];
  return refersTo === undefined
    ? { is: 'untold', text: unknown, at: place }
    : { is: 'path', steps: [type, name.join('.'), ...unknown.split('.').slice(2)], text: unknown, at: place };
}

/** Providers with what is written out for them, such as their region. */
function providersIn(node: DocumentNode | undefined): readonly Block[] {
  return entriesOf(node).flatMap(({ value, keyLocation }): readonly Block[] => {
    const name = textAt(value, 'name');
    const alias = textAt(value, 'alias');
    if (name === undefined) return [];
    const constants = entriesOf(at(value, 'expressions')).flatMap((one): readonly Entry[] => {
      const constant = at(one.value, 'constant_value');
      return constant ? [{ ...one, value: constant }] : [];
    });
    const named: readonly Entry[] =
      alias === undefined ? [] : [{ key: 'alias', keyLocation, value: { kind: 'scalar', location: keyLocation, value: alias } }];
    const body = attributesAndBlocks({ kind: 'map', location: value.location, entries: [...constants, ...named] }, expressionOfScalar);
    return [{ type: 'provider', labels: [name], name: toPlace(keyLocation), at: toPlace(value.location), ...body }];
  });
}

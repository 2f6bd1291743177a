import type { Asset, Fact, Facts, Field } from '../../../model/asset.ts';
import type { Problem } from '../../../model/problem.ts';
import type { SourceFile } from '../../../model/source.ts';
import { at, entriesOf, itemsOf, textAt, type DocumentNode } from '../../text/document-tree.ts';
import { lineStarts } from '../../text/line-index.ts';
import { embeddedJson } from './embedded-json.ts';
import type { AvroPart } from './part.ts';
import { isAvroSchema, readSchema } from './read-schema.ts';
import { readTypes } from './read-types.ts';

export interface Subject {
  readonly part: AvroPart;
  readonly problems: readonly Problem[];
}

/**
 * A version of a subject as Confluent's Schema Registry takes it: the schema, inline or as text, with tags by path and the rules that
 * its serialisers run (Confluent documentation, "Data Contracts"). Undefined where the document is no such thing.
 */
export function readSubject(root: DocumentNode, file: SourceFile): Subject | undefined {
  const inner = at(root, 'schema');
  const type = textAt(root, 'schemaType') ?? 'AVRO';
  if (!inner || at(root, 'fields') || type.toUpperCase() !== 'AVRO') return undefined;
  const { root: schema, problems } = inner.kind === 'scalar' ? embeddedJson(inner, file) : { root: inner, problems: [] };
  if (!isAvroSchema(schema) || !schema) return undefined;
  const read = readSchema(schema);
  const assets = read.assets.map((asset) => ruled(asset, root));
  return { part: { assets, types: readTypes(schema, lineStarts(file.text)) }, problems: [...problems, ...read.problems] };
}

function ruled(asset: Asset, root: DocumentNode): Asset {
  const owner = textAt(root, 'metadata', 'properties', 'owner');
  const ownerAt = at(root, 'metadata', 'properties', 'owner');
  const fields = asset.fields.map((field) => withRules(withTags(field, asset.name, root), root));
  const facts = owner === undefined || !ownerAt ? asset.facts : { ...asset.facts, owner: { value: owner, location: ownerAt.location } };
  return { ...asset, facts, fields };
}

/** `metadata.tags`: lists of tags by path, `*` for one name and `**` for any. */
function withTags(field: Field, record: string, root: DocumentNode): Field {
  const told = entriesOf(at(root, 'metadata', 'tags')).filter(
    ({ key }) => matches(key, `${record}.${field.name}`) || matches(key, field.name),
  );
  const items = told.flatMap(({ value }) => itemsOf(value)).filter((item) => textAt(item) !== undefined);
  const [first] = items;
  if (!first) return field;
  const own = field.facts['tags'];
  const value = {
    ...(own?.value as Readonly<Record<string, true>> | undefined),
    ...Object.fromEntries(items.map((item) => [textAt(item) ?? '', true])),
  };
  const parts = { ...own?.parts, ...Object.fromEntries(items.map((item) => [textAt(item) ?? '', item.location])) };
  return { ...field, facts: { ...field.facts, tags: { value, location: own?.location ?? first.location, parts } } };
}

/** By parts, so that no pattern is slow. */
function matches(pattern: string, path: string): boolean {
  const [wanted, parts] = [pattern.split('.'), path.split('.')];
  if (wanted.at(-1) !== '*' && wanted.at(-1) !== '**' && wanted.at(-1) !== parts.at(-1)) return false;
  if (wanted[0] === '**') return endsAlike(wanted.slice(1), parts);
  return wanted.length === parts.length && endsAlike(wanted, parts);
}

const endsAlike = (wanted: readonly string[], parts: readonly string[]): boolean =>
  wanted.length <= parts.length && wanted.toReversed().every((one, at) => one === '*' || one === '**' || one === parts.at(-1 - at));

/** A rule that encrypts or transforms what is tagged: who reads without the key, or by the rule, does not see the value. */
function withRules(field: Field, root: DocumentNode): Field {
  const tags = new Set(Object.keys((field.facts['tags']?.value ?? {}) as object));
  const rules = [...itemsOf(at(root, 'ruleSet', 'domainRules')), ...itemsOf(at(root, 'ruleSet', 'encodingRules'))];
  const rule = rules.find((one) => hides(one) && itemsOf(at(one, 'tags')).some((tag) => tags.has(textAt(tag) ?? '')));
  return rule ? { ...field, facts: { ...field.facts, ...maskingFacts(rule) } } : field;
}

const isOff = (rule: DocumentNode): boolean => textAt(rule, 'disabled') === 'true';

const hides = (rule: DocumentNode): boolean =>
  !isOff(rule) && textAt(rule, 'kind') !== 'CONDITION' && /^(?:ENCRYPT|ENCRYPT_PAYLOAD|CEL_FIELD)$/.test(textAt(rule, 'type') ?? '');

function maskingFacts(rule: DocumentNode): Facts {
  const fact: Fact = { value: `${textAt(rule, 'type') ?? ''} ${textAt(rule, 'name') ?? ''}`.trim(), location: rule.location };
  return { masking: fact };
}

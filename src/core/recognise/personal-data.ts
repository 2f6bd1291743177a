import type { Fact, Field } from '../../model/asset.ts';
import type { Json } from '../../model/json.ts';
import { findPhrases } from './find-phrase.ts';
import { splitName } from './split-name.ts';
import { CATEGORIES, type PersonalKind } from './words.ts';

type Evidence = 'tag' | 'name' | 'type' | 'contract';

/**
 * What personal data a field holds and how we know: by its contract's word, else by a tag, else by its type, else by its name
 * (`named`). A tag that says no (`pii: false`) settles it too.
 */
export function personalDataOf(
  field: Field,
  named: PersonalKind | undefined,
  aliases: Readonly<Record<string, readonly string[]>>,
): Fact | undefined {
  const stated = field.facts['personal_data'];
  if (stated?.value !== undefined) return fromContract(field, stated, named);
  const tag = tagOf(field, aliases['pii'] ?? []);
  if (tag) return isNo(tag.value) ? undefined : personal(field, 'tag', kindOf(tag.name, tag.value, field) ?? named, tag);
  return named ? personal(field, 'name', named, { location: field.location }) : fromType(field);
}

function fromType(field: Field): Fact | undefined {
  const format = field.facts['format'];
  const byFormat = typeof format?.value === 'string' ? FORMATS.get(format.value) : undefined;
  if (format && byFormat) return personal(field, 'type', byFormat, { location: format.location });
  const isAddress = field.type?.toLowerCase() === 'inet';
  return isAddress ? personal(field, 'type', 'ip addresses', { location: field.location }) : undefined;
}

interface Tag {
  readonly name: string;
  readonly value: Json;
  readonly location: Fact['location'];
}

function fromContract(field: Field, stated: Fact, named: PersonalKind | undefined): Fact | undefined {
  if (isRecognised(stated.value)) return stated;
  if (isNo(stated.value ?? null)) return undefined;
  return personal(field, 'contract', kindOf('', wordOf(stated.value ?? null), field) ?? named, { location: stated.location });
}

/** Recognising twice changes nothing. */
const isRecognised = (value: Json | undefined): boolean => typeof value === 'object' && value !== null && 'evidence' in value;

function personal(field: Field, evidence: Evidence, kind: PersonalKind | undefined, from: Partial<Tag> & Pick<Tag, 'location'>): Fact {
  const held = kind ?? kindOfPhrase(field.name) ?? 'personal data';
  const tag = from.name === undefined ? {} : { tag: from.value === true ? from.name : `${from.name}=${String(from.value)}` };
  return { value: { kind: held, evidence, category: CATEGORIES[held], ...tag }, location: from.location };
}

function tagOf({ facts: { tags } }: Field, aliases: readonly string[]): Tag | undefined {
  if (!tags || typeof tags.value !== 'object' || tags.value === null || Array.isArray(tags.value)) return undefined;
  for (const [name, value] of Object.entries(tags.value)) {
    if (saysPersonal(name, value, aliases)) return { name, value, location: tags.parts?.[name] ?? tags.location };
  }
  return undefined;
}

/** Names under which catalogues and teams tag personal data, by the last segment of the tag: `governance.pii`, `meta.contains_pii`. */
const TAG_NAMES: ReadonlySet<string> = new Set(
  (
    'pii contains_pii is_pii has_pii pii_type pii_category personal personal_data is_personal_data personally_identifiable ' +
    'phi contains_phi gdpr gdpr_personal sensitive_personal_data semantic_category'
  ).split(' '),
);

/** A tag or classification may say it in its value: `sensitivity=pii`. */
const VALUES: ReadonlySet<string> = new Set([
  'pii',
  'personal',
  'personal_data',
  'phi',
  'spi',
  'personally_identifiable',
  'personally_identifiable_information',
]);

function saysPersonal(tag: string, value: Json, aliases: readonly string[]): boolean {
  const name = plain(tag);
  const last = name.slice(name.lastIndexOf('.') + 1);
  if (TAG_NAMES.has(last) || aliases.some((alias) => plain(alias) === name || plain(alias) === last)) return true;
  if (last.startsWith('pii_') || last.endsWith('_pii') || name.startsWith('class.')) return true;
  return typeof value === 'string' && VALUES.has(plain(value));
}

const plain = (word: string): string =>
  word
    .trim()
    .toLowerCase()
    .replaceAll(/[\s:-]+/g, '_');

const NO: ReadonlySet<string> = new Set(['false', 'no', 'none', 'n', '0', 'not_pii', 'non_pii', 'public', 'not_personal']);

const isNo = (value: Json): boolean => value === false || value === null || (typeof value === 'string' && NO.has(plain(value)));

const wordOf = (value: Json): Json => (typeof value === 'object' && value !== null && 'kind' in value ? (value['kind'] ?? null) : value);

/** The kind that a tag spells out: `pii=email`, `pii_phone`, `class.email_address`. */
function kindOf(tag: string, value: Json, field: Field): PersonalKind | undefined {
  const told = typeof value === 'string' ? (KINDS.find((kind) => kind === value) ?? kindOfPhrase(value)) : undefined;
  return told ?? kindOfPhrase(tag.replace(/^.*\./, '').replace(/^pii[_-]/, '')) ?? kindOfPhrase(field.name);
}

const KINDS = Object.keys(CATEGORIES) as readonly PersonalKind[];

/** Under a tag that says it is personal, `name` needs no further proof of whose it is. */
function kindOfPhrase(text: string): PersonalKind | undefined {
  return findPhrases(splitName(text.slice(0, 200)))[0]?.list.kind;
}

const FORMATS: ReadonlyMap<string, PersonalKind> = new Map([
  ['email', 'e-mail addresses'],
  ['idn-email', 'e-mail addresses'],
  ['ipv4', 'ip addresses'],
  ['ipv6', 'ip addresses'],
]);

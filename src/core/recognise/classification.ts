import type { Fact, Facts } from '../../model/asset.ts';
import type { Json } from '../../model/json.ts';
import type { Settings } from '../../model/settings.ts';

type Classification = Settings['classification'];

/**
 * How sensitive the text says a thing is, as a step of the ladder where it is one or an alias of one, else in its own words. Read
 * from the fact `classification`, or else from a tag of that name, of an alias, or named as a step of the ladder itself.
 */
export function classificationOf(facts: Facts, settings: Classification): Fact | undefined {
  const own = facts['classification'];
  if (own) return typeof own.value === 'string' ? { ...own, value: stepOf(own.value, settings) ?? own.value } : own;
  const tags = facts['tags'];
  if (!tags) return undefined;
  for (const [tag, value] of entriesOf(tags.value)) {
    const word = saidBy(tag, value, settings);
    if (word !== undefined) return { value: word, location: tags.parts?.[tag] ?? tags.location };
  }
  return undefined;
}

function saidBy(tag: string, value: Json, settings: Classification): string | undefined {
  const name = lastSegment(tag);
  const isName = TAG_NAMES.has(name) || (settings.aliases['classification'] ?? []).some((alias) => lastSegment(alias) === name);
  if (isName && typeof value === 'string') return stepOf(value, settings) ?? value;
  return value === false ? undefined : stepOf(name, settings);
}

/** The most sensitive of them, for an asset is as sensitive as its most sensitive field. */
export function highest(facts: readonly Fact[], ladder: readonly string[]): Fact | undefined {
  return facts.toSorted((a, b) => ladder.indexOf(String(b.value)) - ladder.indexOf(String(a.value)))[0];
}

const TAG_NAMES: ReadonlySet<string> = new Set([
  'classification',
  'data_classification',
  'sensitivity',
  'sensitivity_level',
  'confidentiality',
  'data_sensitivity',
]);

const plain = (word: string): string =>
  word
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');

const lastSegment = (tag: string): string => plain(tag.slice(tag.lastIndexOf('.') + 1));

function stepOf(word: string, { ladder, aliases }: Classification): string | undefined {
  const asked = plain(word);
  return ladder.find(
    (step) => plain(step) === asked || (Object.hasOwn(aliases, step) && aliases[step]?.some((alias) => plain(alias) === asked)),
  );
}

function entriesOf(tags: Json | undefined): readonly (readonly [string, Json])[] {
  return typeof tags === 'object' && tags !== null && !Array.isArray(tags) ? Object.entries(tags) : [];
}

import { ownChange } from './compare-values.ts';
import type { Aspect, Effect, SchemaChange } from './schema-change.ts';
import type { Bound, Shape } from './shape.ts';
import { ALL_TYPES, ARRAY, NUMBER, OBJECT, STRING } from './type-set.ts';

/**
 * Limits count for the types that both sides take: a length says nothing about a number. Where the types stayed as they were, all
 * count: who writes a maximum for a list means something, though validators pass over it.
 */
export function compareLimits(base: Shape, head: Shape): readonly SchemaChange[] {
  const types = base.types === head.types ? ALL_TYPES : base.types & head.types;
  return [
    ...((types & NUMBER) === 0 ? [] : [...compareBounds(base, head), ...compareSteps(base, head)]),
    ...COUNTS.flatMap(([key, type]) => ((types & type) === 0 ? [] : compareCount(key, base, head))),
    ...((types & (STRING | NUMBER)) === 0 ? [] : compareText('format', base, head)),
    ...((types & STRING) === 0 ? [] : ['pattern', 'contentEncoding', 'contentMediaType'].flatMap((key) => compareText(key, base, head))),
  ];
}

const COUNTS: readonly (readonly [string, number])[] = [
  ['minLength', STRING],
  ['maxLength', STRING],
  ['minItems', ARRAY],
  ['maxItems', ARRAY],
  ['uniqueItems', ARRAY],
  ['minContains', ARRAY],
  ['maxContains', ARRAY],
  ['minProperties', OBJECT],
  ['maxProperties', OBJECT],
];

interface Limit {
  readonly what: string;
  readonly before: number | undefined;
  readonly after: number | undefined;
  /** Above zero: tighter than before. */
  readonly tightened: number;
}

function limitChange({ what, before, after, tightened }: Limit, location: SchemaChange['location']): SchemaChange {
  const told = { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
  const words =
    before === undefined
      ? `has a ${what} now: ${after}`
      : after === undefined
        ? `has no ${what} any more; it was ${before}`
        : `changes its ${what} from ${before} to ${after}`;
  const isTighter = tightened > 0;
  return ownChange({
    aspect: 'limit',
    kind: isTighter ? 'constraint-tightened' : 'constraint-loosened',
    effect: isTighter ? 'narrows' : 'widens',
    ...told,
    location,
    words,
  });
}

function compareBounds(base: Shape, head: Shape): readonly SchemaChange[] {
  return [...compareBound('minimum', [base.lower, head.lower], 1, head), ...compareBound('maximum', [base.upper, head.upper], -1, head)];
}

type BoundPair = readonly [Bound | undefined, Bound | undefined];

function compareBound(what: string, [from, to]: BoundPair, sign: 1 | -1, head: Shape): readonly SchemaChange[] {
  const tightened = tightening([from, to], sign);
  if (tightened === 0) return [];
  const word = (to ?? from)?.isExclusive === true ? `exclusive ${what}` : what;
  return [limitChange({ what: word, before: from?.value, after: to?.value, tightened }, to?.location ?? head.location)];
}

function tightening([from, to]: BoundPair, sign: 1 | -1): number {
  if (!from || !to) return Number(to !== undefined) - Number(from !== undefined);
  const difference = (to.value - from.value) * sign;
  return difference === 0 ? Number(to.isExclusive) - Number(from.isExclusive) : difference;
}

function compareCount(key: string, base: Shape, head: Shape): readonly SchemaChange[] {
  const [before, after] = [base.counts.get(key), head.counts.get(key)];
  const sign = key.startsWith('max') ? -1 : 1;
  const [from, to] = [before?.value ?? idle(key), after?.value ?? idle(key)];
  if (from === to) return [];
  const limit = { what: WORDS.get(key) ?? key, before: before?.value, after: after?.value, tightened: (to - from) * sign };
  const change = limitChange(limit, after?.location ?? head.location);
  return [key === 'uniqueItems' ? { ...change, words: after ? 'may no longer repeat an item' : 'may now repeat an item' } : change];
}

/** What it is where nobody says. */
function idle(key: string): number {
  if (key.startsWith('max')) return Infinity;
  return key === 'minContains' ? 1 : 0;
}

const WORDS: ReadonlyMap<string, string> = new Map([
  ['minLength', 'minimum length'],
  ['maxLength', 'maximum length'],
  ['minItems', 'minimum number of items'],
  ['maxItems', 'maximum number of items'],
  ['minContains', 'minimum number of matching items'],
  ['maxContains', 'maximum number of matching items'],
  ['minProperties', 'minimum number of properties'],
  ['maxProperties', 'maximum number of properties'],
]);

/** A multiple of six is one of three. */
function compareSteps(base: Shape, head: Shape): readonly SchemaChange[] {
  const [before, after] = [base.counts.get('multipleOf'), head.counts.get('multipleOf')];
  if (before?.value === after?.value) return [];
  const [from, to] = [before?.value, after?.value];
  const isNarrowed = to !== undefined && (from === undefined || !isMultiple(from, to));
  const isWidened = from !== undefined && (to === undefined || !isMultiple(to, from));
  const change = limitChange({ what: 'step', before: from, after: to, tightened: isNarrowed ? 1 : -1 }, after?.location ?? head.location);
  return [isNarrowed && isWidened ? { ...change, kind: 'constraint-changed', effect: 'both' } : change];
}

const isMultiple = (of: number, step: number): boolean => step !== 0 && Number.isInteger(of / step);

function compareText(key: string, base: Shape, head: Shape): readonly SchemaChange[] {
  const [before, after] = [base.texts.get(key), head.texts.get(key)];
  const [from, to] = [before, after].map((told) => [...(told?.value ?? [])].filter((one) => !isIdle(key, one)).sort());
  if (from === undefined || to === undefined) return [];
  if (from.join('\n') === to.join('\n')) return [];
  const effect = textEffect(key, from, to);
  return [
    ownChange({
      aspect: ASPECTS.get(key) ?? 'content',
      kind: effect === 'narrows' ? 'constraint-tightened' : effect === 'widens' ? 'constraint-loosened' : 'constraint-changed',
      effect,
      ...(from.length === 0 ? {} : { before: from.join(' and ') }),
      ...(to.length === 0 ? {} : { after: to.join(' and ') }),
      location: after?.location ?? head.location,
      words: textWords(key, from.join(' and '), to.join(' and ')),
    }),
  ];
}

const ASPECTS: ReadonlyMap<string, Aspect> = new Map([
  ['pattern', 'pattern'],
  ['format', 'format'],
]);

function textEffect(key: string, from: readonly string[], to: readonly string[]): Effect {
  const known = from.length === 1 && to.length === 1 ? KNOWN.get(`${from[0]} ${to[0]}`) : undefined;
  if (known && key === 'format') return known;
  if (from.every((one) => to.includes(one))) return 'narrows';
  return to.every((one) => from.includes(one)) ? 'widens' : 'both';
}

const ANYTHING: ReadonlySet<string> = new Set(['.*', '^.*$', '']);

/** What every value fits. */
const isIdle = (key: string, text: string): boolean => key === 'pattern' && ANYTHING.has(text);

/** Formats of which one holds the values of the other. */
const KNOWN: ReadonlyMap<string, Effect> = new Map([
  ['int32 int64', 'widens'],
  ['int64 int32', 'narrows'],
  ['float double', 'widens'],
  ['double float', 'narrows'],
  ['email idn-email', 'widens'],
  ['idn-email email', 'narrows'],
  ['hostname idn-hostname', 'widens'],
  ['uri iri', 'widens'],
  ['uri uri-reference', 'widens'],
  ['uri-reference uri', 'narrows'],
]);

function textWords(key: string, from: string, to: string): string {
  const what = key === 'contentEncoding' ? 'encoding' : key === 'contentMediaType' ? 'media type' : key;
  if (from === '') return `has the ${what} \`${to}\` now`;
  return to === '' ? `has no ${what} any more; it was \`${from}\`` : `changes its ${what} from \`${from}\` to \`${to}\``;
}

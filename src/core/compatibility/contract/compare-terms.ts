import type { Asset, Fact } from '../../../model/asset.ts';
import type { Json } from '../../../model/json.ts';
import type { Breaks, Difference, DifferenceKind } from '../../../model/difference.ts';
import { daysOf } from '../../contract/durations.ts';
import { compareMaps } from './compare-constraints.ts';
import { told } from './contract-words.ts';

/** What a contract promises of a whole object: how long it is kept, how fresh it is, how good. */
export function compareTerms(old: Asset, now: Asset): readonly Difference[] {
  const about = { asset: now.id, owner: now.name, location: now.location };
  return [
    ...compareRetention(old, now),
    ...compareLevels(old, now),
    ...compareMaps(old.facts, now.facts, 'quality', about),
    ...compareStatus(old, now),
  ];
}

interface Said {
  readonly kind: DifferenceKind;
  readonly key: string;
  readonly sides: readonly [Json | undefined, Json | undefined];
  readonly breaks: readonly Breaks[];
  readonly at: Fact | undefined;
}

function difference({ id, name, location }: Asset, { kind, key, sides: [before, after], breaks, at }: Said): Difference {
  return {
    kind,
    asset: id,
    before: { [key]: before ?? null },
    after: { [key]: after ?? null },
    breaks,
    message: told(`${name} changes \`${key}\` from ${words(before)} to ${words(after)}`, breaks),
    location: at?.parts?.[key] ?? at?.location ?? location,
  };
}

function words(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'object' && value !== null && 'days' in value) return `${String(value['days'])} days`;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Kept for longer is a promise to some and a risk to others: only a shorter time takes something away. */
function compareRetention(old: Asset, now: Asset): readonly Difference[] {
  const [before, after] = [old.facts['retention'], now.facts['retention']];
  const days = (fact: Fact | undefined): number | undefined => daysIn(fact?.value);
  const [one, other] = [days(before), days(after)];
  if (one === other || after?.unknown !== undefined) return [];
  const isShorter = one !== undefined && (other === undefined || other < one);
  return [
    difference(now, {
      kind: isShorter ? 'constraint-loosened' : 'constraint-tightened',
      key: 'retention',
      sides: [before?.value, after?.value],
      breaks: isShorter ? ['forward'] : ['backward'],
      at: after,
    }),
  ];
}

function daysIn(value: Json | undefined): number | undefined {
  if (typeof value === 'object' && value !== null && 'days' in value) return Number(value['days']);
  return value === 'unlimited' ? Infinity : typeof value === 'string' ? daysOf(value) : undefined;
}

type JsonMap = { readonly [key: string]: Json };

const levelsOf = ({ facts }: Asset): JsonMap => {
  const value = facts['service_levels']?.value;
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonMap) : {};
};

/** The longer, the worse: `latency`, `freshness`, `recoveryTime`, the time between two deliveries. */
const WORSE_WHEN_LONGER =
  /(?:latency|freshness|timeToDetect|timeToRepair|timeToNotify|responseTime|recovery(?:Time|Point)|interval|frequency)/i;
const WORSE_WHEN_LESS = /(?:availability|throughput|completeness|accuracy)/i;

function compareLevels(old: Asset, now: Asset): readonly Difference[] {
  const [before, after] = [levelsOf(old), levelsOf(now)];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) => {
    const sides = [before[key], after[key]] as const;
    if (JSON.stringify(sides[0]) === JSON.stringify(sides[1])) return [];
    const kind = relate(key, sides);
    return [difference(now, { kind, key, sides, breaks: BREAKS[kind], at: now.facts['service_levels'] })];
  });
}

const BREAKS = {
  'constraint-tightened': ['backward'],
  'constraint-loosened': ['forward'],
  'constraint-changed': ['backward', 'forward'],
} as const;

function relate(key: string, [before, after]: Said['sides']): keyof typeof BREAKS {
  if (before === undefined) return 'constraint-tightened';
  if (after === undefined) return 'constraint-loosened';
  const [one, other] = [measure(before), measure(after)];
  if (one === undefined || other === undefined || one === other) return 'constraint-changed';
  if (WORSE_WHEN_LONGER.test(key)) return other > one ? 'constraint-loosened' : 'constraint-tightened';
  return WORSE_WHEN_LESS.test(key) ? (other < one ? 'constraint-loosened' : 'constraint-tightened') : 'constraint-changed';
}

const WORDS: Readonly<Record<string, number>> = {
  realtime: 0,
  streaming: 0,
  'near-real-time': 1e-3,
  hourly: 1 / 24,
  daily: 1,
  weekly: 7,
  monthly: 30,
  quarterly: 91,
  yearly: 365,
  annually: 365,
};

/** A number that compares: a share, a time in days, a word for how often. */
function measure(value: Json): number | undefined {
  const text = String(value).trim().toLowerCase();
  if (Object.hasOwn(WORDS, text)) return WORDS[text];
  const share = /^(\d+(?:\.\d+)?)\s*%?$/.exec(text)?.[1];
  return share === undefined ? daysOf(text) : Number(share);
}

/** A contract that ends says so before it is gone. */
function compareStatus(old: Asset, now: Asset): readonly Difference[] {
  const [before, after] = [old.facts['status'], now.facts['status']];
  if (before?.value === after?.value || (after?.value !== 'deprecated' && after?.value !== 'retired')) return [];
  const isRetired = after.value === 'retired';
  return [
    difference(now, {
      kind: 'deprecated',
      key: 'status',
      sides: [before?.value, after.value],
      breaks: isRetired ? ['forward'] : [],
      at: after,
    }),
  ];
}

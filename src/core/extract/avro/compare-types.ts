import type { Breaks, DifferenceKind } from '../../../model/difference.ts';
import { canRead, promotes, sameName, simpleName, type Sided } from './can-read.ts';
import { compareNamed } from './compare-named.ts';
import type { AvroType, NameUse } from './part.ts';
import type { TypeDifference, Walk } from './walk.ts';

/** How a type differs, and in which directions it can no longer be read: `backward` the new reads the old, `forward` the old the new. */
export function compareTypes(base: AvroType, head: AvroType, walk: Walk): readonly TypeDifference[] {
  if (base.is === 'union' || head.is === 'union') return compareUnions(base, head, walk);
  if ((base.is === 'array' || base.is === 'map') && base.is === head.is) return compareTypes(base.of, head.of, walk);
  if (base.is === 'named' && head.is === 'named') return compareReferences(base, head, walk);
  return comparePlain(base, head, walk);
}

const sides = (base: AvroType, head: AvroType, walk: Walk): readonly [Sided, Sided] => [
  { type: base, names: walk.base },
  { type: head, names: walk.head },
];

/** Whom it breaks that a type takes another's place. */
export function brokenBy(base: AvroType, head: AvroType, walk: Walk): readonly Breaks[] {
  const [old, now] = sides(base, head, walk);
  return [
    ...(canRead(now, old, walk.memo.backward) ? [] : (['backward'] as const)),
    ...(canRead(old, now, walk.memo.forward) ? [] : (['forward'] as const)),
  ];
}

function comparePlain(base: AvroType, head: AvroType, walk: Walk): readonly TypeDifference[] {
  const [before, after] = [typeWords(base), typeWords(head)];
  if (before === after) return [];
  const breaks = brokenBy(base, head, walk);
  return [
    {
      ...here(head, walk),
      kind: kindOf(base, head),
      what: `changes its type from ${before} to ${after}`,
      before: { type: before },
      after: { type: after },
      breaks,
    },
  ];
}

function kindOf(base: AvroType, head: AvroType): DifferenceKind {
  if (base.is !== 'plain' || head.is !== 'plain' || base.name === head.name) return 'type-changed';
  const [widens, narrows] = [promotes(base.name, head.name), promotes(head.name, base.name)];
  if (widens === narrows) return 'type-changed';
  return widens ? 'type-widened' : 'type-narrowed';
}

const here = ({ at }: AvroType, { path, within }: Walk): Pick<TypeDifference, 'at' | 'path' | 'within'> => ({ at, path, within });

/** A type in words: `array<int>`, `decimal(10, 2)`, `crm.Address`. */
export function typeWords(type: AvroType): string {
  if (type.is === 'union') return `union<${type.members.map(typeWords).join(', ')}>`;
  if (type.is === 'named') return type.name;
  if (type.is !== 'plain') return `${type.is}<${typeWords(type.of)}>`;
  const { logical } = type;
  if (!logical) return type.name;
  return logical.name === 'decimal' ? `decimal(${logical.precision ?? '?'}, ${logical.scale ?? 0})` : `${logical.name} (${type.name})`;
}

function compareReferences(base: NameUse, head: NameUse, walk: Walk): readonly TypeDifference[] {
  const [old, now] = [walk.base.get(base.name), walk.head.get(head.name)];
  if (old && now && (sameName(now, old) || sameName(old, now)))
    return base.name === head.name && walk.isAsset(head.name) ? [] : compareNamed(old, now, walk);
  if (base.name === head.name) return [];
  const isOpen = (!old || !now) && simpleName(base.name) === simpleName(head.name);
  const [one] = comparePlain(base, head, walk);
  return one ? [{ ...one, ...(!old || !now ? { unknown: head.name, breaks: isOpen ? [] : one.breaks } : {}) }] : [];
}

const membersOf = (type: AvroType): readonly AvroType[] => (type.is === 'union' ? type.members : [type]);

/** What members of a union are told apart by. */
const keyOf = (type: AvroType): string => (type.is === 'plain' || type.is === 'named' ? simpleName(type.name) : type.is);

/** Members pair by their kind or name; what is read through another member breaks nobody. */
function compareUnions(base: AvroType, head: AvroType, walk: Walk): readonly TypeDifference[] {
  const [olds, news] = [membersOf(base), membersOf(head)];
  const after = new Map(news.map((type) => [keyOf(type), type]));
  const before = new Map(olds.map((type) => [keyOf(type), type]));
  const only = olds.length === 1 && news.length === 1 ? news[0] : undefined;
  if (only && olds[0] && !after.has(keyOf(olds[0]))) return compareTypes(olds[0], only, walk);
  return [
    ...olds.flatMap((old) => {
      const now = after.get(keyOf(old));
      return now ? compareMembers(old, now, { base, head, walk }) : memberGone(old, head, walk);
    }),
    ...news.filter((now) => !before.has(keyOf(now))).flatMap((now) => memberAdded(now, base, walk)),
  ];
}

interface Unions {
  readonly base: AvroType;
  readonly head: AvroType;
  readonly walk: Walk;
}

function compareMembers(old: AvroType, now: AvroType, { base, head, walk }: Unions): readonly TypeDifference[] {
  const broken = new Set<Breaks>([
    ...brokenBy(old, head, walk).filter((one) => one === 'backward'),
    ...brokenBy(base, now, walk).filter((one) => one === 'forward'),
  ]);
  return compareTypes(old, now, walk).map((one) => ({ ...one, breaks: one.breaks.filter((who) => broken.has(who)) }));
}

function memberGone(old: AvroType, head: AvroType, walk: Walk): readonly TypeDifference[] {
  const breaks = brokenBy(old, head, walk).filter((one) => one === 'backward');
  const isNull = keyOf(old) === 'null';
  const what = isNull ? 'can no longer be null' : `no longer takes ${typeWords(old)}`;
  return [{ ...here(head, walk), kind: isNull ? 'newly-required' : 'type-narrowed', what, before: { type: typeWords(old) }, breaks }];
}

function memberAdded(now: AvroType, base: AvroType, walk: Walk): readonly TypeDifference[] {
  const breaks = brokenBy(base, now, walk).filter((one) => one === 'forward');
  const isNull = keyOf(now) === 'null';
  const what = isNull ? 'can now be null' : `now takes ${typeWords(now)} as well`;
  return [{ ...here(now, walk), kind: isNull ? 'no-longer-required' : 'type-widened', what, after: { type: typeWords(now) }, breaks }];
}

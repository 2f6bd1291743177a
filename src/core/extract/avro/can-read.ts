import type { AvroType, EnumType, Logical, NamedType, RecordField, RecordType, UnionType } from './part.ts';

/** The named types of one side, by their full name. */
export interface Names {
  get(name: string): NamedType | undefined;
}

/** A type of one side. */
export interface Sided {
  readonly type: AvroType;
  readonly names: Names;
}

/** What was found out of pairs of named types, in one direction: asked again, they need no second look. */
export interface Memo {
  readonly yes: Set<string>;
  readonly no: Set<string>;
}

export const newMemo = (): Memo => ({ yes: new Set(), no: new Set() });

/** What is being asked already: a recursive schema reads itself if all else of it does. The trail is the order of asking. */
interface Asked {
  readonly memo: Memo;
  readonly pairs: Set<string>;
  readonly trail: string[];
  hops: number;
}

/** Types that refer to types further on than this are taken as readable: what differs there is told where it stands. */
const MAX_HOPS = 200;

/**
 * Whether a reader with one schema reads what a writer with another wrote (Avro specification, "Schema Resolution"). A name that no
 * file declares reads the same name.
 */
export function canRead(reader: Sided, writer: Sided, memo: Memo = newMemo()): boolean {
  const asked: Asked = { memo, pairs: new Set(), trail: [], hops: 0 };
  const answer = reads(reader, writer, asked);
  if (answer) for (const pair of asked.trail) memo.yes.add(pair);
  return answer;
}

function reads(reader: Sided, writer: Sided, asked: Asked): boolean {
  if (writer.type.is === 'union') return writer.type.members.every((type) => reads(reader, { ...writer, type }, asked));
  if (reader.type.is === 'union')
    return readersOf(writer.type, reader.type, reader.names).some((type) => tries({ ...reader, type }, writer, asked));
  if (reader.type.is === 'named' || writer.type.is === 'named') return canReadNamed(reader, writer, asked);
  if (reader.type.is === 'plain' || writer.type.is === 'plain') return canReadPlain(reader.type, writer.type);
  return reader.type.is === writer.type.is && reads({ ...reader, type: reader.type.of }, { ...writer, type: writer.type.of }, asked);
}

/** One member of several: what was taken for granted on a way that fails is forgotten. */
function tries(reader: Sided, writer: Sided, asked: Asked): boolean {
  const mark = asked.trail.length;
  const answer = reads(reader, writer, asked);
  if (!answer) for (const pair of asked.trail.splice(mark)) asked.pairs.delete(pair);
  return answer;
}

/** The members of a union that may read a type: of thousands of records, only those of its name are asked. */
function readersOf(type: AvroType, union: UnionType, names: Names): readonly AvroType[] {
  if (union.members.length < MANY) return union.members;
  const { named, others } = memberIndex.get(union) ?? indexMembers(union, names);
  return type.is === 'named' ? (named.get(simpleName(type.name)) ?? []) : others;
}

const MANY = 16;

interface MemberIndex {
  readonly named: ReadonlyMap<string, readonly AvroType[]>;
  readonly others: readonly AvroType[];
}

const memberIndex = new WeakMap<UnionType, MemberIndex>();

function indexMembers(union: UnionType, names: Names): MemberIndex {
  const named = new Map<string, AvroType[]>();
  const others = new Map<string, AvroType>();
  const put = (name: string, member: AvroType): void => {
    const same = named.get(name);
    if (same) same.push(member);
    else named.set(name, [member]);
  };
  for (const member of union.members) {
    if (member.is !== 'named') others.set(member.is === 'plain' && !member.logical ? member.name : `${others.size}`, member);
    else for (const name of [member.name, ...(names.get(member.name)?.aliases ?? [])]) put(simpleName(name), member);
  }
  const index = { named, others: [...others.values()] };
  memberIndex.set(union, index);
  return index;
}

const PROMOTED: Readonly<Record<string, readonly string[]>> = {
  int: ['long', 'float', 'double'],
  long: ['float', 'double'],
  float: ['double'],
  string: ['bytes'],
  bytes: ['string'],
};

export const promotes = (from: string, to: string): boolean => from === to || (PROMOTED[from]?.includes(to) ?? false);

function canReadPlain(reader: AvroType, writer: AvroType): boolean {
  if (reader.is !== 'plain' || writer.is !== 'plain') return false;
  return promotes(writer.name, reader.name) && readsLogical(reader.logical, writer.logical);
}

/** The binary form is the same, but a decimal of another scale, or a time in another unit, is another value. */
export function readsLogical(reader: Logical | undefined, writer: Logical | undefined): boolean {
  if (!reader || !writer) return true;
  if (reader.name !== writer.name)
    return !(isTime(reader.name) && isTime(writer.name)) && !(reader.name === 'decimal' || writer.name === 'decimal');
  return (
    reader.name !== 'decimal' || ((reader.scale ?? 0) === (writer.scale ?? 0) && (reader.precision ?? Infinity) >= (writer.precision ?? 0))
  );
}

const isTime = (name: string): boolean => /^(?:local-)?time(?:stamp)?-|^date$/.test(name);

function canReadNamed(reader: Sided, writer: Sided, asked: Asked): boolean {
  if (reader.type.is !== 'named' || writer.type.is !== 'named') return false;
  const [one, other] = [reader.names.get(reader.type.name), writer.names.get(writer.type.name)];
  if (!one || !other) return simpleName(reader.type.name) === simpleName(writer.type.name);
  if (!sameName(one, other) || one.is !== other.is) return false;
  if (one.is === 'fixed') return other.is === 'fixed' && one.size === other.size && readsLogical(one.logical, other.logical);
  if (one.is === 'enum') return other.is === 'enum' && readsSymbols(one, other);
  return other.is === 'record' && canReadRecords([one, reader.names], [other, writer.names], asked);
}

type Side = readonly [RecordType, Names];

function canReadRecords(reader: Side, writer: Side, asked: Asked): boolean {
  const key = `${reader[0].name}\n${writer[0].name}`;
  const { memo, pairs, trail } = asked;
  if (memo.no.has(key)) return false;
  if (memo.yes.has(key) || pairs.has(key) || asked.hops >= MAX_HOPS) return true;
  pairs.add(key);
  trail.push(key);
  asked.hops++;
  const answer = canReadRecord(reader, writer, asked);
  asked.hops--;
  if (!answer) memo.no.add(key);
  return answer;
}

function readsSymbols(reader: EnumType, writer: EnumType): boolean {
  const known = new Set(reader.symbols.map(({ name }) => name));
  return reader.default !== undefined || writer.symbols.every(({ name }) => known.has(name));
}

function canReadRecord(
  [reader, names]: readonly [RecordType, Names],
  [writer, written]: readonly [RecordType, Names],
  asked: Asked,
): boolean {
  return reader.fields.every((field) => {
    const source = writtenAs(field, writer);
    return source ? reads({ type: field.type, names }, { type: source.type, names: written }, asked) : field.default !== undefined;
  });
}

/** The field of the writer that a reader's field takes: of its name, else of one of its aliases. */
export function writtenAs(field: RecordField, writer: RecordType): RecordField | undefined {
  const fields = fieldsByName(writer);
  return fields.get(field.name) ?? field.aliases.map((alias) => fields.get(alias)).find((found) => found !== undefined);
}

const indexed = new WeakMap<RecordType, ReadonlyMap<string, RecordField>>();

function fieldsByName(record: RecordType): ReadonlyMap<string, RecordField> {
  const known = indexed.get(record) ?? new Map(record.fields.map((field) => [field.name, field]));
  indexed.set(record, known);
  return known;
}

/** Names count without their namespace; an alias may stand for either. */
export function sameName(reader: NamedType, writer: NamedType): boolean {
  const simple = simpleName(writer.name);
  return simpleName(reader.name) === simple || reader.aliases.some((alias) => alias === writer.name || simpleName(alias) === simple);
}

export const simpleName = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

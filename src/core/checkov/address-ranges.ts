import { isList, isUnknown, type Value } from '../resources/value.ts';

/** A network as its first address and the number of bits that all its addresses share. */
interface Network {
  readonly bits: bigint;
  readonly length: number;
  readonly width: 32 | 128;
}

/** Whether every network lies in one of the wanted ones; null where one cannot be read. */
export function isWithinRanges(attribute: Value | undefined, wanted: Value): boolean | null {
  const isNothing = attribute === undefined || attribute === null || attribute === '' || attribute === false || attribute === 0;
  if (isNothing || (isList(attribute) && attribute.length === 0)) return false;
  const [own, allowed] = [networksOf(attribute), networksOf(wanted)];
  if (!allowed || !own) return null;
  const isOutside = own.known.some((one) => !allowed.known.some((other) => lies(one, other)));
  return isOutside ? false : own.isWhole ? true : null;
}

function networksOf(value: Value): { readonly known: readonly Network[]; readonly isWhole: boolean } | undefined {
  if (typeof value !== 'string' && !isList(value)) return undefined;
  const members = isList(value) ? value : [value];
  const known = members.filter((one) => !isUnknown(one)).map((one) => (typeof one === 'string' ? networkIn(one) : undefined));
  const read = known.filter((one) => one !== undefined);
  return read.length < known.length ? undefined : { known: read, isWhole: known.length === members.length };
}

const lies = (one: Network, other: Network): boolean =>
  one.width === other.width &&
  one.length >= other.length &&
  one.bits >> BigInt(one.width - other.length) === other.bits >> BigInt(other.width - other.length);

function networkIn(text: string): Network | undefined {
  const [address = '', length, ...rest] = text.split('/');
  const width = address.includes(':') ? 128 : 32;
  const bits = width === 128 ? sixteenBytes(address) : fourBytes(address);
  const own = length === undefined ? width : /^\d{1,3}$/.test(length) ? Number(length) : -1;
  return bits === undefined || rest.length > 0 || own < 0 || own > width ? undefined : { bits, length: own, width };
}

function fourBytes(text: string): bigint | undefined {
  const parts = text.split('.');
  const isAddress = parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
  return isAddress ? parts.reduce((sum, part) => (sum << 8n) + BigInt(part), 0n) : undefined;
}

function sixteenBytes(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [before = [], after = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - before.length - after.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const parts = [...before, ...Array.from({ length: missing }, () => '0'), ...after];
  return parts.every((part) => /^[\da-f]{1,4}$/i.test(part))
    ? parts.reduce((sum, part) => (sum << 16n) + BigInt(`0x${part}`), 0n)
    : undefined;
}

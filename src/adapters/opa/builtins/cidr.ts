import { isIP } from 'node:net';
import { entriesOf } from './value-text.ts';
import { isList, isObject, isSet, textsOf, type Value } from './value.ts';

/** A network: its first address as a number, the length of its prefix, and the bits of its family. */
interface Network {
  readonly first: bigint;
  readonly prefix: number;
  readonly bits: 32 | 128;
}

/** `net.cidr_is_valid`. */
export function cidrIsValid(text: Value): Value | undefined {
  return networkOf(text) !== undefined;
}

/** Nobody looks at more addresses; OPA itself would build them for hours. */
const MOST_ADDRESSES = 65_536n;

/** `net.cidr_expand`: every address of a network. */
export function cidrExpand(text: Value): Value | undefined {
  const network = networkOf(text);
  if (!network) return undefined;
  const size = sizeOf(network);
  if (size > MOST_ADDRESSES) throw new Error(`a network of more than ${MOST_ADDRESSES} addresses`);
  return new Set(Array.from({ length: Number(size) }, (_, index) => showAddress(network.first + BigInt(index), network.bits)));
}

/** `net.cidr_contains_matches`: pairs of places where a network of the one holds an address or network of the other. */
export function cidrContainsMatches(one: Value, other: Value): Value | undefined {
  const [outer, inner] = [placesOf(one), placesOf(other)];
  if (!outer || !inner) return undefined;
  if (outer.length === 0 || inner.length === 0) return new Set();
  const networks = outer.map(({ place, text }) => ({ place, network: networkOf(text) }));
  const targets = inner.map(({ place, text }) => ({ place, network: addressOf(text) ?? networkOf(text) }));
  if ([...networks, ...targets].some(({ network }) => network === undefined)) return undefined;
  const pairs = networks.flatMap((left) =>
    targets.flatMap((right) => (holds(left.network, right.network) ? [[left.place, right.place]] : [])),
  );
  return new Set(pairs);
}

interface Placed {
  readonly place: Value;
  readonly text: Value;
}

function placesOf(value: Value): readonly Placed[] | undefined {
  if (typeof value === 'string') return [{ place: value, text: value }];
  const pairs = pairsOf(value).map(([place, one]) => ({ place, text: isList(one) ? one[0] : one }));
  return pairs.every((pair): pair is Placed => typeof pair.text === 'string') ? pairs : undefined;
}

function pairsOf(value: Value): readonly (readonly [Value, Value])[] {
  if (isList(value)) return value.map((one, index) => [index, one]);
  if (isSet(value)) return [...value].map((one) => [one, one]);
  return isObject(value) ? entriesOf(value) : [];
}

/** `net.cidr_merge`: the fewest networks that hold the same addresses. */
export function cidrMerge(list: Value): Value | undefined {
  const networks = textsOf(list)?.map((text) => networkOf(text) ?? classful(text));
  if (!networks?.every((network): network is Network => network !== undefined)) return undefined;
  const merged = ([32, 128] as const).flatMap((bits) => mergeFamily(networks.filter((network) => network.bits === bits)));
  return new Set(merged.map(({ first, prefix, bits }) => `${showAddress(first, bits)}/${prefix}`));
}

/** An address without a prefix stands for the network of its class. Source: Go, net, IP.DefaultMask. */
function classful(text: string): Network | undefined {
  const address = addressOf(text);
  if (address?.bits !== 32) return undefined;
  const top = Number(address.first >> 24n);
  const prefix = top < 0x80 ? 8 : top < 0xc0 ? 16 : 24;
  return { ...address, prefix };
}

interface Range {
  readonly first: bigint;
  readonly last: bigint;
}

function mergeFamily(networks: readonly Network[]): readonly Network[] {
  const bits = networks[0]?.bits ?? 32;
  const ranges = networks
    .map((network) => ({ first: startOf(network), last: startOf(network) + sizeOf(network) - 1n }))
    .toSorted((one, other) => Number(one.first > other.first) - Number(one.first < other.first));
  const merged: Range[] = [];
  for (const range of ranges) {
    const before = merged.at(-1);
    if (before && range.first <= before.last + 1n)
      merged[merged.length - 1] = { first: before.first, last: larger(before.last, range.last) };
    else merged.push(range);
  }
  return merged.flatMap((range) => cover(range, bits));
}

const larger = (one: bigint, other: bigint): bigint => (one > other ? one : other);
const startOf = (network: Network): bigint => network.first - (network.first % sizeOf(network));

/** The fewest networks that make up a range: each as large as its start and the rest allow. */
function cover({ first, last }: Range, bits: 32 | 128): readonly Network[] {
  const networks: Network[] = [];
  for (let at = first; at <= last;) {
    let prefix: number = bits;
    while (prefix > 0 && at % (1n << BigInt(bits - prefix + 1)) === 0n && at + (1n << BigInt(bits - prefix + 1)) - 1n <= last) prefix--;
    networks.push({ first: at, prefix, bits });
    at += 1n << BigInt(bits - prefix);
  }
  return networks;
}

const sizeOf = ({ prefix, bits }: Network): bigint => 1n << BigInt(bits - prefix);

function holds(outer: Network | undefined, inner: Network | undefined): boolean {
  if (!outer || !inner || outer.bits !== inner.bits) return false;
  return inner.first >= outer.first && inner.first + sizeOf(inner) <= outer.first + sizeOf(outer);
}

function networkOf(text: Value): Network | undefined {
  const parts = typeof text === 'string' ? /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text) : null;
  const address = parts && plainAddress(parts[1] ?? '');
  const prefix = Number(parts?.[2]);
  if (!address || prefix > address.bits) return undefined;
  const network = { ...address, prefix };
  return { ...network, first: startOf(network) };
}

/** An address alone; one of version 4 in the clothes of version 6 is one of version 4. */
function addressOf(text: Value): Network | undefined {
  const address = typeof text === 'string' ? plainAddress(text) : undefined;
  if (address?.bits !== 128 || address.first >> 32n !== 0xffffn) return address;
  return { first: address.first & 0xffff_ffffn, prefix: 32, bits: 32 };
}

function plainAddress(text: string): Network | undefined {
  const family = text.includes('%') ? 0 : isIP(text);
  if (family === 0) return undefined;
  if (family === 4) return { first: joinNumbers(text.split('.').map(Number), 8n), prefix: 32, bits: 32 };
  return { first: joinNumbers(groupsOf(text), 16n), prefix: 128, bits: 128 };
}

const joinNumbers = (numbers: readonly number[], width: bigint): bigint => numbers.reduce((sum, one) => (sum << width) | BigInt(one), 0n);

function groupsOf(text: string): readonly number[] {
  const [head = '', tail] = text.split('::');
  const [before, after] = [hexGroups(head), hexGroups(tail ?? '')];
  return tail === undefined ? before : [...before, ...Array.from({ length: 8 - before.length - after.length }, () => 0), ...after];
}

function hexGroups(text: string): readonly number[] {
  return text === '' ? [] : text.split(':').flatMap((group) => (group.includes('.') ? pairBytes(group) : [Number.parseInt(group, 16)]));
}

function pairBytes(text: string): readonly number[] {
  const [a = 0, b = 0, c = 0, d = 0] = text.split('.').map(Number);
  return [a * 256 + b, c * 256 + d];
}

/** As RFC 5952 writes it. */
function showAddress(address: bigint, bits: 32 | 128): string {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => String((address >> shift) & 255n)).join('.');
  if (address >> 32n === 0xffffn) return showAddress(address & 0xffff_ffffn, 32);
  const groups = Array.from({ length: 8 }, (_, index) => ((address >> BigInt(112 - 16 * index)) & 0xffffn).toString(16)).join(':');
  const longest = [...groups.matchAll(/(?<![\da-f])0(?::0)+(?![\da-f])/g)].toSorted((one, other) => other[0].length - one[0].length)[0];
  if (!longest) return groups;
  return `${groups.slice(0, longest.index).replace(/:$/, '')}::${groups.slice(longest.index + longest[0].length).replace(/^:/, '')}`;
}

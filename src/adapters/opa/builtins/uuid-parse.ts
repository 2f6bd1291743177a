import { whole, type Value } from './value.ts';

/** 100 ns steps from 15 October 1582, where the time of a UUID begins, to 1970. Source: RFC 4122, 4.1.4. */
const EPOCH = 122_192_928_000_000_000n;
const DOMAINS = ['Person', 'Group', 'Org'];

/** `uuid.parse`: version and variant; of versions 1 and 2 what else they hold. */
export function uuidParse(text: Value): Value | undefined {
  const hex = typeof text === 'string' ? digitsIn(text) : undefined;
  if (hex === undefined) return undefined;
  const bytes = Buffer.from(hex, 'hex');
  const version = (bytes[6] ?? 0) >> 4;
  const told: [Value, Value][] = [
    ['version', version],
    ['variant', variantOf(bytes[8] ?? 0)],
  ];
  return new Map([...told, ...(version === 1 || version === 2 ? ofTime(bytes) : []), ...(version === 2 ? ofDomain(bytes) : [])]);
}

/** Four forms: plain, with `urn:uuid:`, in braces, and without dashes. */
function digitsIn(text: string): string | undefined {
  const inner = /^(?:urn:uuid:(?=.{36}$)|\{(?=.{36}\}$))?([\da-f-]{32,36})\}?$/i.exec(text)?.[1];
  const isWhole = inner !== undefined && /^(?:[\da-f]{32}|[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12})$/i.test(inner);
  return isWhole ? inner.replaceAll('-', '') : undefined;
}

function variantOf(byte: number): string {
  if ((byte & 0xc0) === 0x80) return 'RFC4122';
  if ((byte & 0xe0) === 0xc0) return 'Microsoft';
  return (byte & 0xe0) === 0xe0 ? 'Future' : 'Reserved';
}

function ofTime(bytes: Buffer): readonly [Value, Value][] {
  const time = (BigInt(bytes.readUInt16BE(6) & 0x0fff) << 48n) | (BigInt(bytes.readUInt16BE(4)) << 32n) | BigInt(bytes.readUInt32BE(0));
  const node = bytes.subarray(10);
  const first = node[0] ?? 0;
  return [
    ['time', whole((time - EPOCH) * 100n)],
    ['nodeid', [...node].map((byte) => byte.toString(16).padStart(2, '0')).join('-')],
    ['macvariables', `${(first & 2) === 0 ? 'global' : 'local'}:${(first & 1) === 0 ? 'unicast' : 'multicast'}`],
    ['clocksequence', bytes.readUInt16BE(8) & 0x3fff],
  ];
}

function ofDomain(bytes: Buffer): readonly [Value, Value][] {
  const domain = bytes[9] ?? 0;
  return [
    ['id', bytes.readUInt32BE(0)],
    ['domain', DOMAINS[domain] ?? `Domain${domain}`],
  ];
}

import type { Field } from '../../model/asset.ts';
import type { Json } from '../../model/json.ts';

/** The kind of personal data that a field holds, as it was recognised; undefined where none was. */
export function kindOf(field: Field | undefined): string | undefined {
  const told = field?.facts['personal_data']?.value;
  const kind = isMap(told) ? told['kind'] : undefined;
  return typeof kind === 'string' ? kind : undefined;
}

/** One word for a kind, as names of masks and values of tags have it: `e-mail addresses` is `email`. */
export function kindWord(kind: string): string {
  return WORDS.get(kind) ?? 'personal';
}

const WORDS: ReadonlyMap<string, string> = new Map([
  ['e-mail addresses', 'email'],
  ['phone numbers', 'phone'],
  ['names of people', 'name'],
  ['postal addresses', 'address'],
  ['birth dates', 'birth_date'],
  ['government ids', 'government_id'],
  ['payment data', 'payment'],
  ['health data', 'health'],
  ['ip addresses', 'ip_address'],
  ['locations', 'location'],
  ['credentials', 'credential'],
  ['biometric data', 'biometric'],
  ['financial data', 'financial'],
  ['demographic data', 'demographic'],
]);

/** A text that a policy's parameters hold under these names; undefined where they hold none that could stand in code. */
export function nameFrom(parameters: Json, ...path: readonly string[]): string | undefined {
  let found: Json | undefined = parameters;
  for (const name of path) found = isMap(found) && Object.hasOwn(found, name) ? found[name] : undefined;
  return typeof found === 'string' && /^[\w$."-]+$/.test(found) ? found : undefined;
}

function isMap(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { digitsOf, type Value } from '../value.ts';
import { ANY_DRAFT } from './draft.ts';
import { SchemaFault } from './fault.ts';
import { wrongType, type Keywords, type Read } from './keywords.ts';
import { isWhole, ratioOf, type Ratio } from './ratio.ts';
import type { Draft, Schema } from './schema.ts';

export const readMultipleOf: Read = (schema, keywords) => {
  const value = keywords.get('multipleOf');
  if (value === undefined) return;
  const ratio = ratioOf(value);
  if (!ratio) throw wrongType('Number', 'multipleOf');
  if (ratio.numerator <= 0n) throw new SchemaFault('multipleOf must be strictly greater than 0');
  schema.multipleOf = ratio;
};

type Limit = 'minimum' | 'maximum';

/** A least or largest number, and whether it is allowed itself. */
export const limitReader =
  (limit: Limit, exclusive: 'exclusiveMinimum' | 'exclusiveMaximum'): Read =>
  (schema, keywords, { draft }) => {
    const value = keywords.get(limit);
    const ratio = value === undefined ? undefined : ratioOf(value);
    if (value !== undefined && !ratio) throw new SchemaFault(`${limit} must be of a Number`);
    const bound = exclusiveOf(keywords.get(exclusive), { limit, exclusive, ratio, draft });
    if (bound) schema[exclusive] = bound;
    if (ratio && !(bound && keywords.get(exclusive) === true)) schema[limit] = ratio;
  };

interface Bounds {
  readonly limit: Limit;
  readonly exclusive: string;
  readonly ratio: Ratio | undefined;
  readonly draft: Draft;
}

/** A boolean about the limit until draft 4, a limit of its own since draft 6. */
function exclusiveOf(value: Value | undefined, { limit, exclusive, ratio, draft }: Bounds): Ratio | undefined {
  if (value === undefined) return undefined;
  const isNumber = digitsOf(value) !== undefined;
  if (isNumber && draft !== 4) return ratioOf(value);
  if (typeof value !== 'boolean' || (draft !== 4 && draft !== ANY_DRAFT))
    throw wrongType(draft === 4 ? 'boolean' : draft === ANY_DRAFT ? 'boolean/number' : 'number', exclusive);
  if (!ratio) throw new SchemaFault(`${exclusive} cannot be used without ${limit}`);
  return value ? ratio : undefined;
}

/** Sizes that belong together, and how OPA says that the first is above the second; empty: it does not. */
export const sizeReader =
  (least: string, most: string, above: string): Read =>
  (schema, keywords) => {
    for (const key of [least, most]) readSize(key, schema, keywords);
    const [from, to] = [schema.sizes.get(least), schema.sizes.get(most)];
    if (above !== '' && from !== undefined && to !== undefined && from > to) throw new SchemaFault(above);
  };

function readSize(key: string, schema: Schema, keywords: Keywords): void {
  const value = keywords.get(key);
  if (value === undefined) return;
  const digits = digitsOf(value) ?? '';
  const ratio = ratioOf(value);
  if (!ratio || !isWhole(ratio) || !/^-?\d{1,18}$/.test(digits)) throw new SchemaFault(`${key} must be of an integer`);
  if (ratio.numerator < 0n) throw new SchemaFault(`${key} must be greater than or equal to 0`);
  schema.sizes.set(key, Number(digits));
}

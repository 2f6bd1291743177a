/** Types of a family from the narrowest to the widest; text without a length is the widest of its own. */
const ORDERS: readonly (readonly string[])[] = [
  ['tinyint', 'smallint', 'mediumint', 'int', 'bigint', 'number'],
  ['int', 'long'],
  ['real', 'double'],
  ['float', 'double'],
  ['integer', 'number'],
  ['date', 'timestamp'],
];

const SAME: Readonly<Record<string, string>> = {
  'character varying': 'varchar',
  character: 'char',
  decimal: 'numeric',
  int2: 'smallint',
  int32: 'int',
  int4: 'int',
  int64: 'bigint',
  int8: 'bigint',
  'double precision': 'double',
  float32: 'float',
  float64: 'double',
  nvarchar: 'varchar',
  record: 'object',
  string: 'text',
  struct: 'object',
  boolean: 'bool',
};

export type TypeRelation = 'same' | 'wider' | 'narrower' | 'other';

interface Parsed {
  readonly name: string;
  readonly arguments: readonly number[];
}

/** How a type of a contract relates to the one before it: whether it takes all of its values, or only some. */
export function relateTypes(before: string, after: string): TypeRelation {
  const [old, now] = [parse(before), parse(after)];
  if (old.name === now.name) return relateArguments(old.arguments, now.arguments);
  if (isText(old) && isText(now)) return relateArguments(old.arguments, now.arguments, true);
  const order = ORDERS.find((names) => names.includes(old.name) && names.includes(now.name));
  if (!order) return 'other';
  return order.indexOf(old.name) < order.indexOf(now.name) ? 'wider' : 'narrower';
}

const isText = ({ name }: Parsed): boolean => name === 'text' || name === 'varchar' || name === 'char';

function parse(type: string): Parsed {
  const [head = '', rest = ''] = type.toLowerCase().split('(', 2);
  const name = head.trim().replaceAll(/\s+/g, ' ');
  const numbers = rest
    .replace(/\).*$/s, '')
    .split(',')
    .map((part) => part.trim());
  return {
    name: Object.hasOwn(SAME, name) ? (SAME[name] ?? name) : name,
    arguments: numbers.filter((part) => /^\d+$/.test(part)).map(Number),
  };
}

/** No length is the longest. A scale that grows takes from the digits before the point. */
function relateArguments(before: readonly number[], after: readonly number[], texts = false): TypeRelation {
  const [size, scale] = [before[0] ?? Infinity, before[1] ?? 0];
  const [newSize, newScale] = [after[0] ?? Infinity, after[1] ?? 0];
  if (size === newSize && scale === newScale) return texts && before.length !== after.length ? 'other' : 'same';
  if (newScale >= scale && newSize - newScale >= size - scale) return 'wider';
  return newScale <= scale && newSize - newScale <= size - scale ? 'narrower' : 'other';
}

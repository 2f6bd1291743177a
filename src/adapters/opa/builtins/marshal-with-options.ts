import { jsonText } from './json-text.ts';
import { isObject, type Value } from './value.ts';

const KEYS: readonly Value[] = ['pretty', 'indent', 'prefix'];

/** `json.marshal_with_options`: an indent or a prefix asks for lines, unless `pretty` says otherwise. */
export function marshalWithOptions(value: Value, options: Value): Value | undefined {
  if (!isObject(options) || [...options.keys()].some((key) => !KEYS.includes(key))) return undefined;
  const [pretty, indent, prefix] = KEYS.map((key) => options.get(key));
  if (pretty !== undefined && typeof pretty !== 'boolean') return undefined;
  if ([indent, prefix].some((one) => one !== undefined && typeof one !== 'string')) return undefined;
  const isPretty = pretty ?? (indent !== undefined || prefix !== undefined);
  return isPretty ? jsonText(value, { indent: asText(indent, '\t'), prefix: asText(prefix, '') }) : jsonText(value);
}

const asText = (value: Value | undefined, otherwise: string): string => (typeof value === 'string' ? value : otherwise);

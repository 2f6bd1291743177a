import type { Fact, Field } from '../../../model/asset.ts';
import type { Location } from '../../../model/source.ts';
import type { Connector } from './connector.ts';
import { listSet, placedIn, setting, textSet, type Placed } from './settings.ts';

/** Transforms that hide the values of fields, and under which setting they name them. */
const MASKS: readonly (readonly [type: RegExp, fields: readonly string[]])[] = [
  [/\bMaskField(?:\$|$)/, ['fields']],
  [/\bReplaceField(?:\$|$)/, ['exclude', 'blacklist']],
  [/\b(?:Hash|Encrypt|Cipher|Anonymi[sz]e|Tokeni[sz]e|Redact)\w*(?:\$|$)/i, ['fields', 'field', 'field.name', 'field_config']],
];

/** The fields that a connector hides on the way: by transforms of single messages, or as Debezium takes them from the columns. */
export function maskedFields(connector: Connector): readonly Field[] {
  const masked = [...listSet(connector, 'transforms').flatMap((name) => byTransform(connector, name)), ...byColumn(connector)];
  const seen = new Set<string>();
  return masked.flatMap(({ text: name, location, how, extent }) => {
    if (seen.has(name)) return [];
    seen.add(name);
    const masking: Fact = { value: how, location: extent };
    return [{ name, location, extent, facts: { masking } }];
  });
}

interface Masked extends Placed {
  readonly how: string;
  readonly extent: Location;
}

function byTransform(connector: Connector, name: string): readonly Masked[] {
  const type = textSet(connector, `transforms.${name}.type`) ?? '';
  const mask = MASKS.find(([pattern]) => pattern.test(type));
  const paths = (mask?.[1] ?? []).map((path) => `transforms.${name}.${path}`);
  const found = setting(connector, ...paths);
  const how = type.slice(type.lastIndexOf('.') + 1).replace(/\$.*$/, '');
  return found ? placedIn(found).map((one) => ({ ...one, how, extent: found.location })) : [];
}

/** `column.mask.with.12.chars`, `column.mask.hash.v2.SHA-256.with.salt.…`, `column.truncate.to.4.chars`, `column.exclude.list`. */
function byColumn({ settings }: Connector): readonly Masked[] {
  return [...settings].flatMap(([key, found]) => {
    const how = /^column\.(mask\.hash|mask\.with|truncate\.to|exclude\.list|blacklist)\b/.exec(key)?.[1];
    const placed = how === undefined ? [] : placedIn(found).map((one) => ({ ...one, text: one.text.replaceAll('\\', '') }));
    return placed.filter(({ text }) => /^[\w.$-]+$/.test(text)).map((one) => ({ ...one, how: `column.${how}`, extent: found.location }));
  });
}

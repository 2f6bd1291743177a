import { effectOf, narrows, widens, type SchemaChange } from '../../compatibility/schema/schema-change.ts';

/** Who sends what the schema describes: clients a request, the API a response. */
export type Direction = 'request' | 'response';

export interface Weighed {
  readonly breaks: boolean;
  /** Why it cannot be told whether it breaks. */
  readonly unknown?: string;
}

/**
 * Whether a difference breaks clients: where fewer requests are taken, or more responses are given. Clients pass over properties
 * that they do not know, and are told to expect new values of an enum, so that these break nobody.
 */
export function weighChange(change: SchemaChange, direction: Direction): Weighed {
  if (change.unknown !== undefined) return { breaks: false, unknown: change.unknown };
  if (isUndecidable(change)) return { breaks: false, unknown: 'whether the values of one fit the other' };
  return { breaks: direction === 'request' ? breaksRequest(change) : breaksResponse(change) };
}

/** Of two patterns nobody can tell in general whether one holds the other; places in a list are often only described, not limited. */
function isUndecidable({ aspect, effect }: SchemaChange): boolean {
  return (aspect === 'pattern' && effect === 'both') || (aspect === 'position' && effect !== 'none');
}

/** A request does not hold what is only read, nor a response what is only written. */
export const isAbout = ({ only }: SchemaChange, direction: Direction): boolean =>
  only === undefined || (only === 'read') === (direction === 'response');

function breaksRequest(change: SchemaChange): boolean {
  if (change.aspect === 'property' && change.kind === 'added') return false;
  if (change.aspect === 'needed-property' && change.kind === 'added') return true;
  return narrows(change);
}

function breaksResponse(change: SchemaChange): boolean {
  if (change.aspect === 'property' || change.aspect === 'extensible-values') return false;
  if (change.aspect === 'needed-property') return change.kind === 'removed';
  if (change.aspect === 'hidden') return true;
  if (change.aspect === 'other-properties') return false;
  return widens(change) && (change.kind !== 'value-added' || change.path.length === 0);
}

const WORDS: ReadonlySet<unknown> = new Set(['string', 'number', 'integer', 'boolean', 'null']);
const isWords = (types: unknown): types is readonly unknown[] => Array.isArray(types) && types.every((type) => WORDS.has(type));

/** In a query, path, header or form everything is text, so that a text takes whatever a number did. */
export function asText(change: SchemaChange, direction: Direction): SchemaChange {
  return isWords(change.before) && isWords(change.after) ? asAnyText(change, direction) : change;
}

/** The same for whatever stands there, as in media types that are no JSON. Null is no text. */
export function asAnyText(change: SchemaChange, direction: Direction): SchemaChange {
  if (change.aspect !== 'types') return change;
  const [taken, given] = direction === 'request' ? [change.after, change.before] : [change.before, change.after];
  const isHeld =
    Array.isArray(taken) && Array.isArray(given) && taken.includes('string') && (taken.includes('null') || !given.includes('null'));
  return isHeld ? { ...change, effect: effectOf(false, direction === 'request'), kind: 'type-widened' } : change;
}

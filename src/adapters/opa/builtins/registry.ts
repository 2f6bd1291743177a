import type { Json } from '../../../model/json.ts';
import { sprintf } from './sprintf.ts';
import { stringsCount } from './strings-count.ts';
import { anyPrefixMatch, anySuffixMatch } from './strings-match.ts';
import { parseRfc3339 } from './time.ts';

/** A pure builtin of the host. Undefined means what it means in Rego: no value. */
export type Builtin = (...args: Json[]) => Json | undefined;

/** What our host adds to what OPA compiles itself. Anything else is a compile error with file and line. */
export const HOST_BUILTINS: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ['sprintf', sprintf as Builtin],
  ['strings.any_prefix_match', anyPrefixMatch as Builtin],
  ['strings.any_suffix_match', anySuffixMatch as Builtin],
  ['strings.count', stringsCount as Builtin],
  ['time.parse_rfc3339_ns', parseRfc3339 as Builtin],
]);

import type { Json } from '../../../model/json.ts';
import { hashWith } from './hash.ts';
import { hexDecode, hexEncode } from './hex.ts';
import { indexofN } from './indexof-n.ts';
import { parseBytes } from './parse-bytes.ts';
import { parseDuration } from './parse-duration.ts';
import { semverCompare, semverIsValid } from './semver.ts';
import { sprintf } from './sprintf.ts';
import { stringsCount } from './strings-count.ts';
import { anyPrefixMatch, anySuffixMatch } from './strings-match.ts';
import { parseRfc3339 } from './time.ts';
import { urlQueryDecode, urlQueryEncode } from './url-query.ts';

/** A pure builtin of the host. Undefined means what it means in Rego: no value. */
export type Builtin = (...args: Json[]) => Json | undefined;

/** What our host adds to what OPA compiles itself. Anything else is a compile error with file and line. */
export const HOST_BUILTINS: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ['crypto.md5', hashWith('md5')],
  ['crypto.sha1', hashWith('sha1')],
  ['crypto.sha256', hashWith('sha256')],
  ['hex.decode', hexDecode as Builtin],
  ['hex.encode', hexEncode as Builtin],
  ['indexof_n', indexofN as Builtin],
  ['semver.compare', semverCompare as Builtin],
  ['semver.is_valid', semverIsValid as Builtin],
  ['sprintf', sprintf as Builtin],
  ['strings.any_prefix_match', anyPrefixMatch as Builtin],
  ['strings.any_suffix_match', anySuffixMatch as Builtin],
  ['strings.count', stringsCount as Builtin],
  ['time.parse_duration_ns', parseDuration as Builtin],
  ['time.parse_rfc3339_ns', parseRfc3339 as Builtin],
  ['units.parse_bytes', parseBytes as Builtin],
  ['urlquery.decode', urlQueryDecode as Builtin],
  ['urlquery.encode', urlQueryEncode as Builtin],
]);

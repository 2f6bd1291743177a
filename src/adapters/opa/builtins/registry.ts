import { timeAddDate, timeClock, timeDate, timeDiff, timeWeekday } from './calendar.ts';
import { cidrContainsMatches, cidrExpand, cidrIsValid, cidrMerge } from './cidr.ts';
import { base64UrlNoPad, globQuoteMeta, trace, urlQueryDecodeObject, urlQueryEncodeObject } from './encodings.ts';
import { hashWith, hmacEqual, hmacWith } from './hash.ts';
import { hexDecode, hexEncode } from './hex.ts';
import { indexofN } from './indexof-n.ts';
import { jsonPatch } from './json-patch.ts';
import { jsonMatchSchema, jsonVerifySchema } from './json-schema/index.ts';
import { numbersRangeStep } from './numbers-range-step.ts';
import { parseDuration } from './parse-duration.ts';
import { regexFindN, regexReplace, regexSplit, regexTemplateMatch } from './regex.ts';
import { replaceN } from './replace-n.ts';
import { semverCompare, semverIsValid } from './semver.ts';
import { sprintf } from './sprintf.ts';
import { stringsCount } from './strings-count.ts';
import { anyPrefixMatch, anySuffixMatch } from './strings-match.ts';
import { objectSubset } from './subset.ts';
import { parseRfc3339 } from './time.ts';
import { parseBytes, unitsParse } from './units.ts';
import { globsMatch } from './globs-match.ts';
import { jwtDecode, jwtDecodeVerify, jwtVerify } from './io-jwt.ts';
import { marshalWithOptions } from './marshal-with-options.ts';
import { reachablePaths } from './reachable-paths.ts';
import { timeFormat } from './time-format.ts';
import { parseNanoseconds } from './time-parse.ts';
import { uriIsValid, uriParse } from './uri.ts';
import { uuidParse } from './uuid-parse.ts';
import { whole, type Builtin, type TimedBuiltin } from './value.ts';
import { urlQueryDecode, urlQueryEncode } from './url-query.ts';

/** What our host adds to what OPA compiles itself. Anything else is a compile error with file and line. */
export const HOST_BUILTINS: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ['base64url.encode_no_pad', base64UrlNoPad as Builtin],
  ['crypto.hmac.equal', hmacEqual],
  ['crypto.hmac.md5', hmacWith('md5')],
  ['crypto.hmac.sha1', hmacWith('sha1')],
  ['crypto.hmac.sha256', hmacWith('sha256')],
  ['crypto.hmac.sha512', hmacWith('sha512')],
  ['crypto.md5', hashWith('md5')],
  ['crypto.sha1', hashWith('sha1')],
  ['crypto.sha256', hashWith('sha256')],
  ['glob.quote_meta', globQuoteMeta as Builtin],
  ['graph.reachable_paths', reachablePaths as Builtin],
  ['hex.decode', hexDecode as Builtin],
  ['hex.encode', hexEncode as Builtin],
  ['indexof_n', indexofN as Builtin],
  ['io.jwt.decode', jwtDecode as Builtin],
  ['io.jwt.verify_eddsa', jwtVerify('EdDSA') as Builtin],
  ['io.jwt.verify_es256', jwtVerify('ES256') as Builtin],
  ['io.jwt.verify_es384', jwtVerify('ES384') as Builtin],
  ['io.jwt.verify_es512', jwtVerify('ES512') as Builtin],
  ['io.jwt.verify_hs256', jwtVerify('HS256') as Builtin],
  ['io.jwt.verify_hs384', jwtVerify('HS384') as Builtin],
  ['io.jwt.verify_hs512', jwtVerify('HS512') as Builtin],
  ['io.jwt.verify_ps256', jwtVerify('PS256') as Builtin],
  ['io.jwt.verify_ps384', jwtVerify('PS384') as Builtin],
  ['io.jwt.verify_ps512', jwtVerify('PS512') as Builtin],
  ['io.jwt.verify_rs256', jwtVerify('RS256') as Builtin],
  ['io.jwt.verify_rs384', jwtVerify('RS384') as Builtin],
  ['io.jwt.verify_rs512', jwtVerify('RS512') as Builtin],
  ['json.marshal_with_options', marshalWithOptions as Builtin],
  ['json.match_schema', jsonMatchSchema as Builtin],
  ['json.patch', jsonPatch as Builtin],
  ['json.verify_schema', jsonVerifySchema as Builtin],
  ['net.cidr_contains_matches', cidrContainsMatches as Builtin],
  ['net.cidr_expand', cidrExpand as Builtin],
  ['net.cidr_is_valid', cidrIsValid as Builtin],
  ['net.cidr_merge', cidrMerge as Builtin],
  ['numbers.range_step', numbersRangeStep as Builtin],
  ['object.subset', objectSubset as Builtin],
  ['regex.find_n', regexFindN as Builtin],
  ['regex.globs_match', globsMatch as Builtin],
  ['regex.replace', regexReplace as Builtin],
  ['regex.split', regexSplit as Builtin],
  ['regex.template_match', regexTemplateMatch as Builtin],
  ['semver.compare', semverCompare as Builtin],
  ['semver.is_valid', semverIsValid as Builtin],
  ['sprintf', sprintf as Builtin],
  ['strings.any_prefix_match', anyPrefixMatch as Builtin],
  ['strings.any_suffix_match', anySuffixMatch as Builtin],
  ['strings.replace_h', replaceN as Builtin],
  ['strings.count', stringsCount as Builtin],
  ['time.add_date', timeAddDate as Builtin],
  ['time.clock', timeClock as Builtin],
  ['time.date', timeDate as Builtin],
  ['time.diff', timeDiff as Builtin],
  ['time.format', timeFormat as Builtin],
  ['time.parse_duration_ns', parseDuration as Builtin],
  ['time.parse_ns', parseNanoseconds as Builtin],
  ['time.parse_rfc3339_ns', parseRfc3339 as Builtin],
  ['time.weekday', timeWeekday as Builtin],
  ['trace', trace as Builtin],
  ['units.parse', unitsParse as Builtin],
  ['units.parse_bytes', parseBytes as Builtin],
  ['uri.is_valid', uriIsValid as Builtin],
  ['uri.parse', uriParse as Builtin],
  ['urlquery.decode', urlQueryDecode as Builtin],
  ['urlquery.decode_object', urlQueryDecodeObject as Builtin],
  ['urlquery.encode', urlQueryEncode as Builtin],
  ['urlquery.encode_object', urlQueryEncodeObject as Builtin],
  ['uuid.parse', uuidParse as Builtin],
]);

/** Those that depend on the time: they are given it first. */
export const TIMED_BUILTINS: ReadonlyMap<string, TimedBuiltin> = new Map<string, TimedBuiltin>([
  ['io.jwt.decode_verify', (now, text, constraints) => jwtDecodeVerify(text ?? null, constraints ?? null, now)],
  ['time.now_ns', (now) => whole(now)],
]);

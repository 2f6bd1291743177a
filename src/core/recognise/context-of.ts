import { singular } from './split-name.ts';
import {
  ADDRESSES,
  BANKS,
  CARDS,
  MACHINES,
  MERCHANDISE,
  NEUTRAL,
  OPEN_PREFIXES,
  ORGANISATIONS,
  PEOPLE,
  PLACE_PREFIXES,
  REFERENCES,
} from './words.ts';

/** What a table, a group of fields or a prefix is about. `open`: its name does not say. */
export type Context = 'person' | 'address' | 'card' | 'bank' | 'organisation' | 'machine' | 'merchandise' | 'reference' | 'other' | 'open';

/** Reads it off the last word that says something: `dim_customers_v2` is about customers, `user_roles` is not about users. */
export function contextOf(words: readonly string[]): Context {
  const telling = words.map(singular).filter((word, index) => !isNeutral(word, words[index] ?? ''));
  const head = telling.at(-1);
  if (head === undefined) return 'open';
  if (ADDRESSES.has(head)) return contextOfAddress(telling.at(-2));
  if (head === 'account' && telling.some((word) => BANKS.has(word))) return 'bank';
  if (ALSO_SOFTWARE.has(head) && OF_SOFTWARE.has(telling.at(-2) ?? '')) return 'other';
  return contextOfHead(head);
}

const contextOfHead = (head: string): Context => HEADS.find(([, heads]) => heads.has(head))?.[0] ?? 'other';

/** An OAuth client, a Kafka consumer, a JDBC driver, a user agent are no people. */
const ALSO_SOFTWARE: ReadonlySet<string> = new Set(['agent', 'client', 'consumer', 'driver', 'operator', 'user', 'worker']);

const OF_SOFTWARE: ReadonlySet<string> = new Set(
  'api db http http2 jdbc kafka kubernetes machine oauth oauth2 odbc oidc rest saml service soap spark sql sso system user'.split(' '),
);

const HEADS: readonly (readonly [Context, ReadonlySet<string>])[] = [
  ['card', CARDS],
  ['person', PEOPLE],
  ['person', PLACE_PREFIXES],
  ['organisation', ORGANISATIONS],
  ['machine', MACHINES],
  ['merchandise', MERCHANDISE],
  ['reference', REFERENCES],
];

/** `customer_address` is a person's, `store_address` a shop's. */
function contextOfAddress(before: string | undefined): Context {
  const whose = contextOfHead(before ?? '');
  return whose === 'person' || whose === 'organisation' || whose === 'machine' ? whose : 'address';
}

function isNeutral(word: string, asWritten: string): boolean {
  return NEUTRAL.has(asWritten) || NEUTRAL.has(word) || OPEN_PREFIXES.has(word) || /^\d+$/.test(word) || word.length === 1;
}

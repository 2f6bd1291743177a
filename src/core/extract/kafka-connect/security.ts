import type { Fact, Facts } from '../../../model/asset.ts';
import { factAs, factOf, textOf, type Found } from '../../infrastructure/found.ts';
import type { Connector } from './connector.ts';
import { setting } from './settings.ts';

/** Whether the way to the data is encrypted, by any setting that says so: one that says no tells. */
export function transitFacts({ settings }: Connector): Facts {
  const told = [...settings].flatMap(([key, found]) => transitFact(key, found) ?? []);
  const fact = told.find(({ value }) => value === false) ?? told.find(({ value }) => value === true) ?? told[0];
  return fact ? { encryption_in_transit: fact } : {};
}

function transitFact(key: string, found: Found): Fact | undefined {
  const isMode = /(?:^|\.)(?:ssl\.?mode|security\.protocol|ssl\.enabled|tls\.enabled|useSSL|encrypt)$/i.test(key);
  const text = textOf(found);
  if (text === undefined) return isMode ? factOf(found) : undefined;
  const isOn = isMode ? byMode(text) : isAddress(key) ? byAddress(text) : undefined;
  return isOn === undefined ? undefined : { value: isOn, location: found.location };
}

const isAddress = (key: string): boolean =>
  /(?:^|\.)(?:connection\.ur[il]s?|jdbc\.url|mongodb\.connection\.string|http\.api\.url|url)$/i.test(key);

/** The modes of PostgreSQL, MySQL, Kafka and switches. `prefer` and `allow` also connect without. */
function byMode(text: string): boolean | undefined {
  if (/^(?:disabled?|false|prefer(?:red)?|allow|plaintext|sasl_plaintext|none|no)$/i.test(text)) return false;
  return /^(?:require[d]?|verify[-_](?:ca|full|identity)|true|ssl|sasl_ssl|strict|yes)$/i.test(text) ? true : undefined;
}

/** An address says it by its scheme, or by a parameter. One that says nothing leaves it to the driver. */
function byAddress(text: string): boolean | undefined {
  if (/^https:|^mongodb\+srv:/i.test(text)) return true;
  if (/^http:/i.test(text)) return false;
  const [, name = '', value = ''] = /[?&;](sslmode|ssl-mode|usessl|ssl|tls|encrypt)=([\w-]+)/i.exec(text) ?? [];
  return name === '' ? undefined : byMode(value);
}

/** What the connector stores, where it says how: `s3.ssea.name`. */
export function restFacts(connector: Connector): Facts {
  const key = setting(connector, 's3.sse.kms.key.id', 'gcs.kms.key.name');
  if (key) return { encryption_at_rest: { value: 'customer-key', location: key.location } };
  return factAs('encryption_at_rest', setting(connector, 's3.ssea.name'), (value) => (value === 'aws:kms' ? 'customer-key' : 'platform'));
}

const SECRET =
  /(?:^|\.)(?:password|passphrase|secret(?:\.access)?\.key|private\.key|api\.(?:key|secret)|sasl\.jaas\.config|token|account\.key)$/i;

/** A secret is never a fact: only that one stands in the text. */
export function secretFacts({ settings }: Connector): Facts {
  const written = [...settings].find(([key, found]) => SECRET.test(key) && (textOf(found) ?? '') !== '');
  return written ? { password_in_text: { value: true, location: written[1].location } } : {};
}

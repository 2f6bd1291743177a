import type { Facts } from '../../../../../model/asset.ts';
import { factIn, factOf, locationOf, toJson } from '../../flows/facts.ts';
import type { Run } from '../../run.ts';
import type { Value } from '../../values.ts';

/** Settings of operators that say where and how data is kept, under the names that every format has for them. */
export function optionFacts(settings: ReadonlyMap<string, Value>, run: Run): Facts {
  return {
    ...factIn('region', first(settings, REGIONS), run),
    ...encryptFact(settings.get('encrypt'), run),
    ...keyFact(first(settings, KEYS), run),
    ...aclFact(first(settings, ['acl_policy', 'acl']), run),
  };
}

const REGIONS = ['region', 'region_name', 'aws_region', 'gcp_region'];
const KEYS = ['kms_key', 'kms_key_id', 'kms_key_name', 'encryption_configuration', 'kms_keyring'];

function first(settings: ReadonlyMap<string, Value>, names: readonly string[]): Value | undefined {
  return names.map((name) => settings.get(name)).find((value) => value !== undefined && !(value.is === 'plain' && value.value === null));
}

/** A key of one's own, whichever way it is named. */
function keyFact(value: Value | undefined, run: Run): Facts {
  if (!value) return {};
  const { json, unknown } = toJson(value, run);
  const location = locationOf(value, run);
  return { encryption_at_rest: unknown === undefined || json !== undefined ? { value: 'customer-key', location } : { unknown, location } };
}

function encryptFact(value: Value | undefined, run: Run): Facts {
  if (value?.is !== 'plain') return {};
  return { encryption_at_rest: { value: value.value === true ? 'platform' : 'none', location: locationOf(value, run) } };
}

/** Canned lists of who may read an object. Source: Amazon S3, "Canned ACL"; Google Cloud Storage, "Predefined ACLs". */
function aclFact(value: Value | undefined, run: Run): Facts {
  if (!value) return {};
  const fact = factOf(value, run);
  if (typeof fact.value !== 'string') return { public_access: fact };
  return { public_access: { value: /^public-?read|^publicRead/.test(fact.value), location: fact.location } };
}

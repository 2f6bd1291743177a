import { readAll } from '../fact-readers.ts';
import { READERS } from '../facts/registry.ts';
import type { Resource } from '../resource.ts';
import type { Value } from '../../../resources/value.ts';

/** What Checkov calls whether a resource is encrypted at rest, whichever attribute of the type says so. */
export const ENCRYPTION = 'encryption_';

/** Types that the platform encrypts unless told otherwise. */
const BY_DEFAULT: ReadonlySet<string> = new Set(['aws_s3_bucket', 'aws_dynamodb_table', 'aws_cloudwatch_log_group']);

/** `ENCRYPTED` or `UNENCRYPTED` for data services of AWS; undefined for all else. */
export function encryptionOf(resource: Resource): Value | undefined {
  const readers = resource.block.type === 'resource' && resource.type.startsWith('aws_') ? READERS.get(resource.type) : undefined;
  if (!readers) return undefined;
  const fact = readAll(readers, resource)['encryption_at_rest'];
  if (fact?.value === undefined && fact?.unknown !== undefined) return { unknown: fact.unknown };
  const isOn = fact ? fact.value !== 'none' && fact.value !== false : BY_DEFAULT.has(resource.type);
  return isOn ? 'ENCRYPTED' : 'UNENCRYPTED';
}

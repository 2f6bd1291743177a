import type { Json } from '../model/json.ts';
import type { PeerFact } from './peer-facts.ts';

const ownKey = (check: string, why: string): PeerFact => ({
  check,
  why,
  fact: 'encryption_at_rest',
  fails: (value) => value !== 'customer-key',
});

const blocks = (check: string, name: string): PeerFact => ({
  check,
  why: `a bucket sets ${name}`,
  fact: 'public_access_block',
  fails: (value) => (value as { readonly [key: string]: Json } | undefined)?.[name] !== true,
});

const backedUp = (check: string, days: number): PeerFact => ({
  check,
  why: `backups are kept for at least ${days} days`,
  fact: 'backup_days',
  fails: (value) => !(Number(value) >= days),
});

const isNotTrue = (value: Json | undefined): boolean => value !== true;
const isAbsent = (value: Json | undefined): boolean => value === undefined;

/** Checkov's checks of what facts hold and no policy of the default library asks of everybody. */
export const CHECKOV_FACTS: readonly PeerFact[] = [
  { check: 'CKV_AWS_21', why: 'a bucket keeps versions', fact: 'versioning', fails: isNotTrue },
  blocks('CKV_AWS_53', 'block_public_acls'),
  blocks('CKV_AWS_54', 'block_public_policy'),
  blocks('CKV_AWS_55', 'ignore_public_acls'),
  blocks('CKV_AWS_56', 'restrict_public_buckets'),
  { check: 'CKV_AWS_66', why: 'logs say how long they are kept', fact: 'retention', fails: isAbsent },
  { check: 'CKV_AWS_7', why: 'a key is rotated', fact: 'key_rotation', fails: isNotTrue },
  ownKey('CKV_AWS_119', 'a table has a key of its own'),
  ownKey('CKV_AWS_136', 'a repository of images has a key of its own'),
  ownKey('CKV_AWS_149', 'a secret has a key of its own'),
  ownKey('CKV_AWS_158', 'logs have a key of their own'),
  ownKey('CKV_AWS_160', 'a time series database has a key of its own'),
  ownKey('CKV_AWS_187', 'a notebook has a key of its own'),
  { check: 'CKV_AWS_26', why: 'a topic names any key', fact: 'encryption_at_rest', fails: isAbsent },
  backedUp('CKV_AWS_360', 7),
  backedUp('CKV_AWS_361', 7),
];

import type { PeerCheck } from './peer-checks.ts';

const check = (policy: string, id: string, why: string, except?: PeerCheck['except']): PeerCheck => ({
  check: id,
  policy,
  why,
  ...(except ? { except } : {}),
});

/**
 * Checkov's checks that ask what a policy of the default library asks; its ids are the same for Terraform and CloudFormation.
 *
 * Not here, though they sound alike: checks for a key of one's own (CKV_AWS_119, 149, 158, 173, 187 …), since ENC001 asks for one only
 * where the data is classified; those for the switches of a public access block (CKV_AWS_53 to 56), since a bucket without them is not
 * open yet; node-to-node encryption (CKV_AWS_6) and load balancers (CKV_AWS_2, 103), since ENC002 is about clients of data services;
 * CKV_AWS_31, which asks for a password besides TLS; and machines with a public address (CKV_AWS_88), which hold no governed data.
 */
export const CHECKOV_CHECKS: readonly PeerCheck[] = [
  check('ENC001', 'CKV_AWS_3', 'a volume is encrypted'),
  check('ENC001', 'CKV_AWS_5', 'a search domain is encrypted at rest'),
  check('ENC001', 'CKV_AWS_16', 'a database instance is encrypted'),
  check('ENC001', 'CKV_AWS_19', 'a bucket is encrypted: by default since 2023, which both know'),
  check('ENC001', 'CKV_AWS_29', 'a cache is encrypted at rest'),
  check('ENC001', 'CKV_AWS_42', 'a file system is encrypted'),
  check('ENC001', 'CKV_AWS_43', 'a stream is encrypted'),
  check('ENC001', 'CKV_AWS_44', 'a graph database is encrypted'),
  check('ENC001', 'CKV_AWS_47', 'a DynamoDB accelerator is encrypted'),
  check('ENC001', 'CKV_AWS_64', 'a Redshift cluster is encrypted'),
  check('ENC001', 'CKV_AWS_74', 'a document database is encrypted'),
  check('ENC001', 'CKV_AWS_96', 'a database cluster is encrypted'),
  check('ENC002', 'CKV_AWS_30', 'a cache takes TLS connections only'),
  check('ENC002', 'CKV_AWS_83', 'a search domain enforces HTTPS'),
  check('PUB001', 'CKV_AWS_17', 'a database instance is not publicly accessible'),
  check('PUB001', 'CKV_AWS_20', 'the access list of a bucket does not let everyone read'),
  check('PUB001', 'CKV_AWS_57', 'the access list of a bucket does not let everyone write'),
  check('PUB001', 'CKV_AWS_69', 'a message broker is not publicly accessible'),
  check('PUB001', 'CKV_AWS_70', 'the policy of a bucket does not let everyone in'),
  check('PUB001', 'CKV_AWS_87', 'a Redshift cluster is not publicly accessible'),
  check('PUB001', 'CKV_AWS_89', 'a replication instance is not publicly accessible'),
];

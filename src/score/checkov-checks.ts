import type { Exception, PeerCheck } from './peer-checks.ts';

const check = (policy: string, id: string, why: string, except?: PeerCheck['except']): PeerCheck => ({
  check: id,
  policy,
  why,
  ...(except ? { except } : {}),
});

/** A replica has the key of what it copies; Checkov does not follow the name of the source. */
const REPLICA: Exception = {
  why: 'a replica is encrypted as its source is, and may not say so itself',
  where: ({ facts }) => facts['resource_type']?.value === 'AWS::RDS::DBInstance' && facts['upstream'] !== undefined,
};

/** Since 2025 a cluster is private unless it says otherwise; Checkov's check is older. */
const PRIVATE_BY_DEFAULT: Exception = {
  why: 'a cluster that does not say is private',
  where: ({ facts }) => facts['resource_type']?.value === 'AWS::Redshift::Cluster' && facts['public_access'] === undefined,
};

/** The checks of access lists do not read policies; Checkov has none that does for CloudFormation. */
const OPEN_BY_POLICY: Exception = {
  why: 'a bucket that a policy opens is open, whatever its access list says',
  where: ({ facts, extent }) => {
    const start = facts['public_access']?.location.start.offset ?? extent.start.offset;
    const isOutside = start < extent.start.offset || start > extent.end.offset;
    return facts['resource_type']?.value === 'AWS::S3::Bucket' && isOutside;
  },
};

/**
 * Checkov's checks that ask what a policy of the default library asks; its ids are the same for Terraform and CloudFormation.
 *
 * Not here, though they sound alike: checks for a key of one's own (CKV_AWS_119, 149, 158, 173, 187 …), since ENC001 asks for one only
 * where the data is classified; those for the switches of a public access block (CKV_AWS_53 to 56), since a bucket without them is not
 * open yet; CKV_AWS_155 and 156, each about one volume of a desktop, where ENC001 asks for both; topics and queues (CKV_AWS_26, 27), which
 * AWS keeps on encrypted disks by default; node-to-node encryption (CKV_AWS_6) and load balancers (CKV_AWS_2, 103), since ENC002 is about clients of data services;
 * CKV_AWS_31, which asks for a password besides TLS; and machines with a public address (CKV_AWS_88), which hold no governed data.
 */
export const CHECKOV_CHECKS: readonly PeerCheck[] = [
  check('ENC001', 'CKV_AWS_3', 'a volume is encrypted'),
  check('ENC001', 'CKV_AWS_5', 'a search domain is encrypted at rest'),
  check('ENC001', 'CKV_AWS_8', 'the volumes of a machine are encrypted'),
  check('ENC001', 'CKV_AWS_16', 'a database instance is encrypted', [REPLICA]),
  check('ENC001', 'CKV_AWS_19', 'a bucket is encrypted: by default since 2023, which both know'),
  check('ENC001', 'CKV_AWS_29', 'a cache is encrypted at rest'),
  check('ENC001', 'CKV_AWS_42', 'a file system is encrypted'),
  check('ENC001', 'CKV_AWS_43', 'a stream is encrypted'),
  check('ENC001', 'CKV_AWS_44', 'a graph database is encrypted'),
  check('ENC001', 'CKV_AWS_47', 'a DynamoDB accelerator is encrypted'),
  check('ENC001', 'CKV_AWS_64', 'a Redshift cluster is encrypted'),
  check('ENC001', 'CKV_AWS_74', 'a document database is encrypted'),
  check('ENC001', 'CKV_AWS_78', 'what a build leaves behind is encrypted'),
  check('ENC001', 'CKV_AWS_94', 'a data catalog and the passwords in it are encrypted'),
  check('ENC001', 'CKV_AWS_96', 'a database cluster is encrypted'),
  check('ENC001', 'CKV_AWS_99', 'a security configuration encrypts all that a job writes'),
  check('ENC002', 'CKV_AWS_30', 'a cache takes TLS connections only'),
  check('ENC002', 'CKV_AWS_83', 'a search domain enforces HTTPS'),
  check('ENC002', 'CKV_AWS_97', 'a shared file system is mounted over TLS'),
  check('PUB001', 'CKV_AWS_17', 'a database instance is not publicly accessible'),
  check('PUB001', 'CKV_AWS_20', 'the access list of a bucket does not let everyone read', [OPEN_BY_POLICY]),
  check('PUB001', 'CKV_AWS_32', 'the policy of a repository of images does not let everyone in'),
  check('PUB001', 'CKV_AWS_57', 'the access list of a bucket does not let everyone write', [OPEN_BY_POLICY]),
  check('PUB001', 'CKV_AWS_60', 'not everyone may take a role on'),
  check('PUB001', 'CKV_AWS_69', 'a message broker is not publicly accessible'),
  check('PUB001', 'CKV_AWS_70', 'the policy of a bucket does not let everyone in'),
  check('PUB001', 'CKV_AWS_87', 'a Redshift cluster is not publicly accessible', [PRIVATE_BY_DEFAULT]),
  check('PUB001', 'CKV_AWS_89', 'a replication instance is not publicly accessible'),
  check('PUB001', 'CKV_AWS_291', 'the brokers of a Kafka cluster have no public address'),
  check('ACC001', 'CKV_AWS_33', 'not everyone may use a key'),
];

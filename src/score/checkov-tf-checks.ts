import { CHECKOV_CHECKS } from './checkov-checks.ts';
import { CHECKOV_FACTS } from './checkov-facts.ts';
import type { Exception, PeerCheck } from './peer-checks.ts';
import type { PeerFact } from './peer-facts.ts';
import { TRIVY_CHECKS } from './trivy-checks.ts';

const check = (policy: string, id: string, why: string, except?: PeerCheck['except']): PeerCheck => ({
  check: id,
  policy,
  why,
  ...(except ? { except } : {}),
});

/** Both tools take a machine without a word about its disk for one in clear; what its image or the account says is not in the text. */
const DISK_OF_IMAGE: Exception = {
  why: 'a machine that says nothing of its disks has those of its image, as the account encrypts them',
  where: ({ name, facts }) => /^aws_(?:instance|launch_)/.test(name) && facts['encryption_at_rest'] === undefined,
};

/** AWS lets clients in without TLS unless told otherwise; Checkov's check for Terraform, unlike the one for CloudFormation, does not look. */
const NO_ENDPOINT: Exception = {
  why: 'a domain that says nothing of its endpoint takes connections without TLS',
  where: ({ name, facts }) => /^aws_(?:elasticsearch|opensearch)_domain\./.test(name) && facts['encryption_in_transit'] === undefined,
};

const excepting = (checks: readonly PeerCheck[], ids: readonly string[], exception: Exception): readonly PeerCheck[] =>
  checks.map((one) => (ids.includes(one.check) ? { ...one, except: [...(one.except ?? []), exception] } : one));

/**
 * Checkov's checks for Terraform that ask what a policy of the default library asks: those of CloudFormation, and these.
 *
 * Not here, though they sound alike: what queries of Athena leave behind (CKV_AWS_159), which S3 has encrypted by itself since 2023
 * ("Setting default server-side encryption behavior", S3 User Guide); CKV_AWS_205, which fails an image that is given to one account;
 * CKV_AWS_375, which lets everyone list a bucket, and finds its access list rather than the bucket; CKV_AWS_301, which fails a function
 * that everyone may call from one source only; CKV_AWS_90, which finds the parameters of a database rather than the database; mail
 * (CKV_AWS_365), which is no data service; and CKV_AWS_392, since an access point opens nothing without a policy.
 */
export const TERRAFORM_CHECKS: readonly PeerCheck[] = [
  ...excepting(excepting(CHECKOV_CHECKS, ['CKV_AWS_8'], DISK_OF_IMAGE), ['CKV_AWS_83'], NO_ENDPOINT),
  check('ENC001', 'CKV_AWS_140', 'a database that is everywhere is encrypted'),
  check('ENC001', 'CKV_AWS_292', 'a document database that is everywhere is encrypted'),
  check('ENC001', 'CKV_AZURE_2', 'a disk is encrypted'),
  check('ENC002', 'CKV_AZURE_3', 'a storage account takes HTTPS only'),
  check('ENC002', 'CKV_AZURE_28', 'a MySQL server takes TLS connections only'),
  check('ENC002', 'CKV_AZURE_29', 'a PostgreSQL server takes TLS connections only'),
  check('ENC002', 'CKV_GCP_6', 'a database instance takes TLS connections only'),
  check('ENC002', 'CKV_GCP_97', 'a cache takes TLS connections only'),
  check('PUB001', 'CKV_GCP_11', 'a database instance is not open to every address'),
  check('PUB001', 'CKV_GCP_28', 'a bucket is not open to everyone'),
  check('ENC001', 'CKV_AWS_214', 'a cache of an API is encrypted at rest'),
  check('ENC001', 'CKV_AWS_311', 'the logs of a build are encrypted'),
  check('ENC002', 'CKV_AWS_215', 'a cache of an API is encrypted in transit'),
  check('ENC002', 'CKV_AWS_220', 'a search domain enforces HTTPS'),
  check('ENC002', 'CKV_AWS_239', 'a DynamoDB accelerator takes TLS connections only'),
  check('ENC002', 'CKV_AWS_351', 'a security configuration encrypts what a cluster sends'),
  check('ENC002', 'CKV_AWS_357', 'a file server speaks encrypted protocols only'),
  check('PUB001', 'CKV_AWS_122', 'a notebook has no direct way to the internet'),
  check('PUB001', 'CKV_AWS_302', 'a snapshot is not shared with everyone'),
  check('PUB001', 'CKV_AWS_303', 'a document is not shared with everyone'),
];

const ownKey = (id: string, why: string): PeerFact => ({
  check: id,
  why,
  fact: 'encryption_at_rest',
  fails: (value) => value !== 'customer-key',
});

const OWN_KEYS = `CKV_AWS_142 CKV_AWS_166 CKV_AWS_177 CKV_AWS_178 CKV_AWS_179 CKV_AWS_180 CKV_AWS_182 CKV_AWS_183 CKV_AWS_184
  CKV_AWS_185 CKV_AWS_186 CKV_AWS_189 CKV_AWS_191 CKV_AWS_201 CKV_AWS_203 CKV_AWS_212 CKV_AWS_247 CKV_AWS_262 CKV_AWS_263
  CKV_AWS_265 CKV_AWS_266 CKV_AWS_267 CKV_AWS_270 CKV_AWS_271 CKV_AWS_280 CKV_AWS_282 CKV_AWS_294 CKV_AWS_296 CKV_AWS_298 CKV_AWS_327`;

/** Not here: CKV_AWS_136 and 204, which are content with the key that AWS keeps, and CKV_AWS_173, which asks for no key without variables. */
export const TERRAFORM_FACTS: readonly PeerFact[] = [
  ...CHECKOV_FACTS.filter((one) => one.check !== 'CKV_AWS_136'),
  ...OWN_KEYS.split(/\s+/).map((id) => ownKey(id, 'the data has a key of its own')),
];

/**
 * Trivy's, likewise. Not here: AWS-0006 for the reason of CKV_AWS_159; AWS-0122, whose examples are those of another check; AZU-0022 and
 * AZU-0035, since a server on a public network lets nobody in that its firewall does not name.
 */
export const TRIVY_TERRAFORM_CHECKS: readonly PeerCheck[] = [
  ...excepting(TRIVY_CHECKS, ['AWS-0131'], DISK_OF_IMAGE),
  check('ENC001', 'AWS-0139', 'the disks of a cluster are encrypted'),
  check('ENC001', 'AZU-0038', 'a disk is encrypted'),
  check('ENC002', 'AZU-0008', 'a storage account takes HTTPS only'),
  check('PUB001', 'AZU-0007', 'a container is not open to everyone'),
  check('PUB001', 'GCP-0001', 'a bucket is not open to everyone'),
];

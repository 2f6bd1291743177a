import { CHECKOV_CHECKS } from './checkov-checks.ts';
import { CHECKOV_FACTS } from './checkov-facts.ts';
import type { PeerCheck } from './peer-checks.ts';
import type { PeerFact } from './peer-facts.ts';
import { TRIVY_CHECKS } from './trivy-checks.ts';

const check = (policy: string, id: string, why: string, except?: PeerCheck['except']): PeerCheck => ({
  check: id,
  policy,
  why,
  ...(except ? { except } : {}),
});

/** Checkov's checks for Terraform that ask what a policy of the default library asks: those of CloudFormation, and these. */
export const TERRAFORM_CHECKS: readonly PeerCheck[] = [
  ...CHECKOV_CHECKS,
  check('ENC001', 'CKV_AWS_159', 'the results of a workgroup are encrypted'),
  check('ENC001', 'CKV_AWS_214', 'a cache of an API is encrypted at rest'),
  check('ENC001', 'CKV_AWS_311', 'the logs of a build are encrypted'),
  check('ENC002', 'CKV_AWS_215', 'a cache of an API is encrypted in transit'),
  check('ENC002', 'CKV_AWS_220', 'a search domain enforces HTTPS'),
  check('ENC002', 'CKV_AWS_239', 'a DynamoDB accelerator takes TLS connections only'),
  check('ENC002', 'CKV_AWS_351', 'a security configuration encrypts what a cluster sends'),
  check('ENC002', 'CKV_AWS_357', 'a file server speaks encrypted protocols only'),
  check('ENC002', 'CKV_AWS_365', 'mail is sent over TLS only'),
  check('PUB001', 'CKV_AWS_122', 'a notebook has no direct way to the internet'),
  check('PUB001', 'CKV_AWS_205', 'an image is not shared with everyone'),
  check('PUB001', 'CKV_AWS_301', 'not everyone may call a function'),
  check('PUB001', 'CKV_AWS_302', 'a snapshot is not shared with everyone'),
  check('PUB001', 'CKV_AWS_303', 'a document is not shared with everyone'),
  check('PUB001', 'CKV_AWS_375', 'the access list of a bucket does not let everyone see it'),
];

export const TERRAFORM_FACTS: readonly PeerFact[] = [...CHECKOV_FACTS];

export const TRIVY_TERRAFORM_CHECKS: readonly PeerCheck[] = [
  ...TRIVY_CHECKS,
  check('ENC001', 'AWS-0006', 'what queries leave behind is encrypted'),
  check('ENC001', 'AWS-0122', 'the volumes of a launch configuration are encrypted'),
  check('ENC001', 'AWS-0139', 'the disks of a cluster are encrypted'),
  check('ENC001', 'AZU-0038', 'a disk is encrypted'),
  check('ENC002', 'AZU-0008', 'a storage account takes HTTPS only'),
  check('PUB001', 'AZU-0007', 'a container is not open to everyone'),
  check('PUB001', 'GCP-0001', 'a bucket is not open to everyone'),
];

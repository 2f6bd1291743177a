import type { PeerCheck } from './peer-checks.ts';

const check = (policy: string, id: string, why: string): PeerCheck => ({ check: id, policy, why });

/**
 * Trivy's checks that ask what a policy of the default library asks; its ids are the same for Terraform and CloudFormation.
 *
 * Not here, though they sound alike: AWS-0088, which wants what S3 does by itself since 2023 to be written; AWS-0086, 0087, 0091, 0093
 * and 0094, which ask for the switches of a public access block, since a bucket without them is not open yet; checks for a key of
 * one's own (AWS-0015, 0033, 0078, 0135, 0136 …), since ENC001 asks for one only where the data is classified; node-to-node encryption
 * (AWS-0043), load balancers (AWS-0047, 0054) and versions of TLS (AWS-0126), since ENC002 is about whether clients of data services
 * use TLS at all.
 */
export const TRIVY_CHECKS: readonly PeerCheck[] = [
  check('ENC001', 'AWS-0018', 'what a build leaves behind is encrypted'),
  check('ENC001', 'AWS-0023', 'a DynamoDB accelerator is encrypted'),
  check('ENC001', 'AWS-0037', 'a file system is encrypted'),
  check('ENC001', 'AWS-0076', 'a graph database is encrypted'),
  check('ENC001', 'AWS-0084', 'a Redshift cluster is encrypted'),
  check('ENC001', 'AWS-0109', 'the volumes of a desktop are encrypted'),
  check('ENC001', 'AWS-0131', 'the volumes of a machine are encrypted'),
  check('ENC002', 'AWS-0046', 'a search domain enforces HTTPS'),
  check('ENC002', 'AWS-0051', 'a cache takes TLS connections only'),
  check('PUB001', 'AWS-0032', 'the policy of a repository of images does not let everyone in'),
];

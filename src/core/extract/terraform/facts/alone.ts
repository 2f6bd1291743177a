import type { ReadFacts } from '../fact-readers.ts';
import { openAcl } from './aws-storage.ts';
import { FIREWALL_RULES, openRule } from './azurerm.ts';
import { openEntry } from './google.ts';
import { letIn } from './iam-policy.ts';

/** What resources that are about others say by themselves, where these others are not in the text. */
export const ALONE: ReadonlyMap<string, readonly ReadFacts[]> = new Map<string, readonly ReadFacts[]>([
  ['aws_s3_bucket_acl', [openAcl]],
  ...['aws_s3_bucket_policy', 'aws_sns_topic_policy', 'aws_sqs_queue_policy', 'aws_ecr_repository_policy', 'aws_kms_key_policy'].map(
    (type) => [type, [letIn('policy')]] as const,
  ),
  ...['aws_elasticsearch_domain_policy', 'aws_opensearch_domain_policy'].map((type) => [type, [letIn('access_policies')]] as const),
  ...FIREWALL_RULES.map((type) => [type, [openRule]] as const),
  ...['google_storage_bucket_access_control', 'google_storage_default_object_access_control'].map((type) => [type, [openEntry]] as const),
]);

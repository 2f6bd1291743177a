import type { ReadFacts } from '../fact-readers.ts';
import { tagged } from '../tags-of.ts';
import { AWS_DATA } from './aws-data.ts';
import { AWS_KEYS } from './aws-keys.ts';
import { AWS_PIPELINES } from './aws-pipelines.ts';
import { trust } from './iam-policy.ts';
import { AZURERM } from './azurerm.ts';
import { DATABRICKS } from './databricks.ts';
import { GOOGLE } from './google.ts';
import { SNOWFLAKE } from './snowflake.ts';
import { BUCKET, FILE_SYSTEM, MACHINE, VAULT, VOLUME } from './aws-storage.ts';

/** What each type of resource says about the data that it holds. */
export const READERS: ReadonlyMap<string, readonly ReadFacts[]> = new Map<string, readonly ReadFacts[]>([
  ['aws_s3_bucket', BUCKET],
  ['aws_ebs_volume', VOLUME],
  ['aws_instance', MACHINE],
  ['aws_efs_file_system', FILE_SYSTEM],
  ['aws_fsx_lustre_file_system', VAULT],
  ['aws_fsx_windows_file_system', VAULT],
  ['aws_secretsmanager_secret', VAULT],
  ['aws_backup_vault', VAULT],
  ['aws_iam_role', [trust, tagged('tags')]],
  ...AWS_KEYS,
  ...AWS_DATA,
  ...AWS_PIPELINES,
  ...SNOWFLAKE,
  ...DATABRICKS,
  ...GOOGLE,
  ...AZURERM,
]);

import { copied, switched } from '../../../infrastructure/tree-facts.ts';
import { own, tagged, type ReadResource } from '../resource-facts.ts';
import { DATABASES } from './databases.ts';
import { LAKE } from './lake.ts';
import { PIPELINES } from './pipelines.ts';
import { letIn, permissions, role } from './policies.ts';
import { BUCKET, MACHINE, MACHINE_TEMPLATE, VAULT, VOLUME } from './storage.ts';

const policyTypes = ['Policy', 'ManagedPolicy', 'RolePolicy', 'UserPolicy', 'GroupPolicy'].map(
  (type): readonly [string, readonly ReadResource[]] => [`AWS::IAM::${type}`, [permissions, own(tagged)]],
);

/** What each type of resource says about the data that it holds. */
export const READERS: ReadonlyMap<string, readonly ReadResource[]> = new Map<string, readonly ReadResource[]>([
  ['AWS::S3::Bucket', BUCKET],
  ['AWS::EC2::Volume', [own(...VOLUME)]],
  ['AWS::EC2::Instance', [own(...MACHINE)]],
  ['AWS::EC2::LaunchTemplate', [own(...MACHINE_TEMPLATE)]],
  ['AWS::AutoScaling::LaunchConfiguration', [own(...MACHINE)]],
  ['AWS::EFS::FileSystem', [own(...VOLUME), letIn('FileSystemPolicy')]],
  ['AWS::FSx::FileSystem', [own(...VAULT)]],
  ['AWS::KMS::Key', [keyPolicy, own(switched('key_rotation', 'EnableKeyRotation'), copied('description', 'Description'), tagged)]],
  ['AWS::IAM::Role', [role, own(tagged)]],
  ['AWS::IAM::User', [role, own(tagged)]],
  ['AWS::IAM::Group', [role]],
  ...policyTypes,
  ...DATABASES,
  ...PIPELINES,
  ...LAKE,
]);

/** A key holds no data: who may use it is a grant, and no public access. */
function keyPolicy(...[resource, others]: Parameters<ReadResource>): ReturnType<ReadResource> {
  const { grants } = letIn('KeyPolicy')(resource, others);
  return grants ? { grants } : {};
}

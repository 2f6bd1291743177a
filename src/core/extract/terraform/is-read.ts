import { COMPANIONS, KINDS } from './kinds.ts';

/** Blocks that give others their values. */
const NAMED: ReadonlySet<string> = new Set(['variable', 'locals', 'provider', 'module', 'output', 'moved']);

/** Whether a block of the file is read whole. Of all others only the name counts, which is most of the time saved. */
export function isRead(type: string, label: string | undefined): boolean {
  if (NAMED.has(type)) return true;
  if (type === 'data') return label === 'aws_iam_policy_document';
  return type === 'resource' && label !== undefined && (KINDS.has(label) || COMPANIONS.has(label));
}

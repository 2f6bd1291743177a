import type { Exception } from '../../model/exception.ts';
import type { Settings } from '../../model/settings.ts';

/** Names what was approved: this text, by those who may approve. With other approvers it is asked for again. */
export function approvalName({ location, digest }: Exception, { exceptions: { approvers } }: Settings): string {
  return JSON.stringify([location.file, digest, approvers]);
}

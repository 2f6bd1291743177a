import { isTollgateError } from '../../core/errors.ts';
import { statusOf } from './call.ts';

/** The status by which GitHub refused, where it did; undefined for every other error. */
export function refusal(error: unknown): number | undefined {
  return isTollgateError(error) ? statusOf(error.cause) : undefined;
}

import { OPERATIONS, type Operation } from './answer-request.ts';
import { DOCTOR_OPERATIONS } from './doctor-operations.ts';
import { COMMAND_OPERATIONS } from './command-operations.ts';
import { REVIEW_OPERATIONS } from './review-operations.ts';
import { EXCEPTION_OPERATIONS } from './exception-operations.ts';

/** All that the double serves. */
export const ALL_OPERATIONS: Readonly<Record<string, Operation>> = {
  ...OPERATIONS,
  ...EXCEPTION_OPERATIONS,
  ...COMMAND_OPERATIONS,
  ...REVIEW_OPERATIONS,
  ...DOCTOR_OPERATIONS,
};

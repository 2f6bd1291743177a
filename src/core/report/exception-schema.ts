import { z } from 'zod';

const count = z.int().nonnegative();
const lastDay = z.string().describe('The last day on which it holds.');

/** What covers a finding, as a schema of the Evaluation. */
export const ExceptionReference = z
  .strictObject({
    id: z.string(),
    expires: lastDay,
    file: z.string(),
    quota: z
      .strictObject({ period: z.string(), used: count, of: count })
      .describe('How many exceptions of the policy its period has seen, and may see.'),
  })
  .describe('What covers the finding, where it is excepted.');

/** How an exception stands, as a schema of the Evaluation. */
export const ExceptionStanding = z
  .strictObject({
    id: z.string(),
    file: z.string(),
    policies: z.array(z.string()),
    requestedBy: z.string(),
    requested: z.string(),
    expires: lastDay,
    approval: z.enum(['approved', 'missing', 'hidden', 'unchecked']),
    state: z.enum(['in force', 'over', 'not counting']),
    why: z.string().describe('Why it does not count.').exactOptional(),
    covers: count.describe('How many findings of this judgement it covers.'),
  })
  .describe('A reviewed, expiring permission for named findings.')
  .meta({ id: 'Exception' });

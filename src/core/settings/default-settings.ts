import type { Settings } from '../../model/settings.ts';

/** The name of the library that Tollgate brings. */
export const DEFAULT_LIBRARY = 'default';

/** From the least to the most sensitive, as most classification schemes have it; settings may name another ladder. */
const LADDER = ['public', 'internal', 'confidential', 'restricted'] as const;

/** What holds in a repository that says nothing. */
export const DEFAULT_SETTINGS: Settings = {
  extends: [DEFAULT_LIBRARY],
  signatures: {},
  locked: [],
  environments: [],
  useCases: [],
  phases: {},
  parameters: {},
  classification: { ladder: LADDER, aliases: {} },
  owners: [],
  exceptions: { approvers: [], quota: { per: 'quarter', policy: 2 } },
  weigh: 'new',
  imports: [],
  sql: { dialects: [] },
  ignore: [],
};

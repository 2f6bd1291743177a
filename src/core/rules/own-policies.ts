import type { PolicyMetadata } from '../../model/finding.ts';
import { OWN_LIBRARY } from '../../model/own-library.ts';

/** Tollgate's own rules about the files that govern. They are no part of any library, and settings weigh them as they weigh others. */
const OWN: Omit<PolicyMetadata, 'id' | 'title' | 'description' | 'path'> = {
  severity: 'high',
  phase: 'enforce',
  category: 'governance',
  package: 'tollgate',
  library: OWN_LIBRARY,
  frameworks: [],
  suppressible: 'never',
  input: 'file',
};

export const BASELINE_GROWS: PolicyMetadata = {
  ...OWN,
  id: 'GOV001',
  title: 'The baseline only shrinks',
  description: 'What is in the baseline does not count, so new findings are not put there: they are fixed, or excepted for a time.',
  path: 'baseline',
};

export const SUPPRESSION_MALFORMED: PolicyMetadata = {
  ...OWN,
  id: 'GOV002',
  severity: 'low',
  phase: 'advise',
  title: 'A suppression can be read',
  description: 'A suppression that cannot be read hides nothing, and whoever wrote it believes that it does.',
  path: 'suppression',
};

export const FLOOR_LOOSENED: PolicyMetadata = {
  ...OWN,
  id: 'GOV003',
  title: 'What the organisation sets is tightened, never loosened',
  description: 'Settings of the organisation are a floor. What loosens them does not count, and whoever wrote it believes that it does.',
  path: 'floor',
};

/** All of them. */
export const OWN_POLICIES: readonly PolicyMetadata[] = [BASELINE_GROWS, SUPPRESSION_MALFORMED, FLOOR_LOOSENED];

import type { Remediator } from '../plug-ins.ts';

/** The fixes that Tollgate can write. The first that can fix a finding wins. */
export const REMEDIATORS: readonly Remediator[] = [];

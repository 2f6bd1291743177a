import type { Reporter } from '../plug-ins.ts';

/** The formats of `--format`. */
export const REPORTERS: readonly Reporter[] = [];

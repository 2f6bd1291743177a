import type { Extractor } from '../plug-ins.ts';

/** The formats that Tollgate reads. Where several claim a file, the first that knows it wins. */
export const EXTRACTORS: readonly Extractor[] = [];

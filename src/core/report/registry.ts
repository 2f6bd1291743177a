import type { Reporter } from '../plug-ins.ts';
import { json } from './json.ts';
import { text } from './text.ts';

/** The formats of `--format`. */
export const REPORTERS: readonly Reporter[] = [text, json];

import type { Reporter } from '../plug-ins.ts';
import { github } from './github.ts';
import { html } from './html/index.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { sarif } from './sarif.ts';
import { text } from './text.ts';

/** The formats of `--format`. */
export const REPORTERS: readonly Reporter[] = [text, json, sarif, junit, github, html];

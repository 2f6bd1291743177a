import type { Examination } from '../../model/examination.ts';
import { visible } from '../report/excerpt.ts';
import { sorted, tally } from './order.ts';

const MARKS = { wrong: 'fix', unknown: '?', fine: 'ok' } as const;

/** For a terminal: what is wrong first, the worst of it on top, each with what to do. */
export const showExaminations = (all: readonly Examination[]): string => `${sorted(all).map(block).join('\n')}\n\n${tally(all)}\n`;

function block({ state, severity, message, fix }: Examination): string {
  const weight = state === 'wrong' ? severity : '';
  const head = `${MARKS[state].padEnd(4)}${weight.padEnd(7)}${visible(message)}`;
  return [head, ...fix.map((line) => `            ${visible(line)}`)].join('\n');
}

import type { Examination } from '../../model/examination.ts';
import { visible } from '../report/excerpt.ts';

const MARKS = { wrong: 'fix', unknown: '?', fine: 'ok' } as const;
const ORDER: readonly string[] = ['high', 'medium', 'low'];
const STATES: readonly string[] = ['wrong', 'unknown', 'fine'];

/** For a terminal: what is wrong first, the worst of it on top, each with what to do. */
export function showExaminations(all: readonly Examination[]): string {
  const sorted = all.toSorted(
    (one, other) => STATES.indexOf(one.state) - STATES.indexOf(other.state) || ORDER.indexOf(one.severity) - ORDER.indexOf(other.severity),
  );
  const count = (state: Examination['state']): number => all.filter((one) => one.state === state).length;
  const sum = `${count('wrong')} to fix, ${count('unknown')} unknown, ${count('fine')} fine`;
  return `${sorted.map(block).join('\n')}\n\n${sum}\n`;
}

function block({ state, severity, message, fix }: Examination): string {
  const weight = state === 'wrong' ? severity : '';
  const head = `${MARKS[state].padEnd(4)}${weight.padEnd(7)}${visible(message)}`;
  return [head, ...fix.map((line) => `            ${visible(line)}`)].join('\n');
}

import type { Examination } from '../../model/examination.ts';
import { code, item, join, link, say, text, type Markdown } from '../plan/markdown.ts';
import { sorted, tally } from './order.ts';

/** More would bury the rest; the command line has all. */
const MOST = 20;

/** For a comment: what is wrong and what nobody could tell, each with what to do; what is fine is only counted. */
export function examinationsComment(all: readonly Examination[]): Markdown {
  const told = sorted(all).filter(({ state }) => state !== 'fine');
  const left = told.length - MOST;
  const more = left > 0 ? [item(say`${left} more: \`tollgate doctor\` on the command line`)] : [];
  return join([say`${text(tally(all))}`, ...told.slice(0, MOST).map(lines), ...more], '\n');
}

function lines({ state, severity, message, fix }: Examination): Markdown {
  const head = item(say`${text(state === 'wrong' ? severity : 'unknown')}: ${text(message)}`);
  return join([head, ...fix.map((line) => say`  - ${step(line.trim())}`)], '\n');
}

/** Clicks begin with the page that they are on; all else is text to copy. */
function step(line: string): Markdown {
  const [, address, rest = ''] = /^(https?:\/\/[^\s,]+), (.*)$/.exec(line) ?? [];
  return address === undefined ? code(line) : say`${link(text('Open'), address)}: ${text(rest)}`;
}

import { peek, word } from '../sql/cursor.ts';
import { isNamed, isOpening, signAt } from './reader.ts';
import { went, type Scan } from './scan.ts';
import { UNITS } from './words.ts';

/** What belongs to the value before it; undefined where it is none of that here. */
export function stepTail(scan: Scan, upper: string): true | undefined {
  const { reader, whole } = scan;
  if (upper === 'END') {
    scan.cases = Math.max(0, scan.cases - 1);
    return went(scan, 1, true);
  }
  if (!whole) return undefined;
  if (scan.interval && UNITS.has(upper)) return went(scan, 1, true);
  if (upper === 'OVER') return stepOver(scan);
  if (upper === 'COLLATE') return went(scan, 2, true);
  if (upper === 'AT') return stepZone(scan);
  const next = word(reader, 1);
  if (/^(?:IGNORE|RESPECT) NULLS$/.test(`${upper} ${next}`)) return went(scan, 2, true);
  if (/^(?:FILTER|KEEP)$/.test(upper) && isOpening(reader, reader.at + 1)) return went(scan, 1, false);
  return upper === 'WITHIN' && next === 'GROUP' ? stepGroup(scan) : undefined;
}

/** `WITHIN GROUP (ORDER BY a)` is written as a window is. */
function stepGroup(scan: Scan): true {
  went(scan, 2, false);
  scan.pending = 'OVER';
  return true;
}

/** `AT TIME ZONE z`, `AT LOCAL`. */
function stepZone(scan: Scan): true | undefined {
  const next = word(scan.reader, 1);
  if (next === 'TIME') return went(scan, 3, false);
  return next === 'LOCAL' ? went(scan, 2, true) : undefined;
}

function stepOver(scan: Scan): true {
  const { reader } = scan;
  scan.computed = true;
  if (isOpening(reader, reader.at + 1)) {
    went(scan, 1, false);
    scan.pending = 'OVER';
    return true;
  }
  scan.windows.push(word(reader, 1).toLowerCase());
  return went(scan, 2, true);
}

/** `INTERVAL '1' DAY`, `INTERVAL 1 DAY`, `INTERVAL n DAY`. A column may be called so too. */
export function stepInterval(scan: Scan): true | undefined {
  const { reader } = scan;
  const next = peek(reader, 1);
  if (next?.kind === 'string' || next?.kind === 'number') {
    scan.computed = true;
    went(scan, 2, true);
    while (UNITS.has(word(reader)) || (word(reader) === 'TO' && UNITS.has(word(reader, 1)))) reader.at++;
    return true;
  }
  if (!isNamed(next) && signAt(reader, 1) !== '(' && signAt(reader, 1) !== '-') return undefined;
  scan.interval = true;
  scan.computed = true;
  return went(scan, 1, false);
}

/** One keyword argument of a call, as it is written. Offsets are those of the file. */
export interface Argument {
  readonly name: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

const OPENERS = '([{';
const CLOSERS = ')]}';

/** Keyword arguments of `call(a=1, b=[2, 3])`. Positional ones, and what stands behind the call, are left out. */
export function readArguments(call: string, offset: number): readonly Argument[] {
  const open = call.indexOf('(');
  const pieces: Argument[] = [];
  let depth = 0;
  let from = open + 1;
  let quote = '';
  for (let at = open; at >= 0 && at < call.length; at++) {
    const sign = call[at] ?? '';
    if (quote !== '') {
      if (sign === '\\') at++;
      else if (sign === quote) quote = '';
      continue;
    }
    if (sign === '"' || sign === "'") quote = sign;
    if (OPENERS.includes(sign)) depth++;
    if (CLOSERS.includes(sign)) depth--;
    if ((sign !== ',' || depth !== 1) && depth !== 0) continue;
    pieces.push(...argumentIn(call, from, at, offset));
    from = at + 1;
    if (depth === 0) break;
  }
  return pieces;
}

function argumentIn(call: string, from: number, to: number, offset: number): readonly Argument[] {
  const written = call.slice(from, to);
  const argument = written.trim();
  const start = offset + from + (written.length - written.trimStart().length);
  const found = /^(\w+)\s*=\s*/.exec(argument);
  if (!found) return [];
  const [head, name = ''] = found;
  return [{ name, value: argument.slice(head.length), start, end: start + argument.length }];
}

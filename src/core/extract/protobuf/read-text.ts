const SIMPLE: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', a: '\u0007', b: '\b', f: '\f', v: '\v' };

const ESCAPE = /\\(?:[xX][\dA-Fa-f]{1,2}|[0-7]{1,3}|u[\dA-Fa-f]{4}|U[\dA-Fa-f]{8}|[\s\S])/g;

/** What a literal of the language says, without its quotes. An open one loses only the first. */
export function readText(literal: string): string {
  const closed = literal.length > 1 && literal.at(-1) === literal[0];
  const inner = literal.slice(1, closed ? -1 : undefined);
  return inner.includes('\\') ? inner.replaceAll(ESCAPE, meant) : inner;
}

function meant(escape: string): string {
  const [letter = ''] = escape.slice(1);
  if (/[0-7]/.test(letter)) return String.fromCodePoint(Number.parseInt(escape.slice(1), 8));
  if (escape.length === 2) return SIMPLE[letter] ?? letter;
  const code = Number.parseInt(escape.slice(2), 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\uFFFD';
}

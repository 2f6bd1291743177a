/** Stands for each character of a template's expression. A name that holds one is dynamic. It is in Unicode's private use area. */
export const HOLE = '\ue000';

const CLOSER: Readonly<Record<string, string>> = { '{': '}}', '%': '%}', '#': '#}' };

/**
 * The text with template tags masked, of the same length and with the same lines: expressions become one word of holes, statements and
 * comments become spaces. A tag that never closes stays as it is. Time linear in the text.
 */
export function maskJinja(text: string): string {
  if (!/\{[{%#]/.test(text)) return text;
  const pieces: string[] = [];
  const dead = new Set<string>();
  let from = 0;
  for (let at = text.indexOf('{'); at >= 0; at = text.indexOf('{', Math.max(at + 1, from))) {
    const kind = text[at + 1] ?? '';
    const closer = CLOSER[kind];
    const end = closer === undefined || dead.has(kind) ? -1 : text.indexOf(closer, at + 2);
    if (closer === undefined) continue;
    if (end < 0) {
      dead.add(kind);
      continue;
    }
    pieces.push(text.slice(from, at), blank(text.slice(at, end + 2), kind === '{' ? HOLE : ' '));
    from = end + 2;
  }
  return pieces.join('') + text.slice(from);
}

function blank(tag: string, filler: string): string {
  return tag.replaceAll(/[^\r\n]/g, filler);
}

/** A name with a question mark for each template. */
export function withoutHoles(name: string): string {
  return name.includes(HOLE) ? name.replaceAll(/\ue000+/g, '?') : name;
}

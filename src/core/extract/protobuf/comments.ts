/** Longer comments are prose about the file, not a description. */
const MAX = 2_000;

/**
 * The comment that describes a declaration: the one that ends on the line before it (no blank line between), else the one behind it
 * on its own line. `gap` is the text between the token before the declaration and the declaration.
 */
export function leadingComment(gap: string): string | undefined {
  if (!gap.includes('/')) return undefined;
  const lines = gap.split('\n').map((line) => line.trim());
  lines.pop();
  // What stands on the line of the token before belongs to that one.
  const blank = Math.max(0, lines.lastIndexOf(''));
  return words(lines.slice(blank + 1));
}

/** `gap` is the text behind the declaration. */
export function trailingComment(gap: string): string | undefined {
  const line = gap.slice(0, gap.indexOf('\n') < 0 ? undefined : gap.indexOf('\n')).trim();
  return line.startsWith('//') || line.startsWith('/*') ? words([line]) : undefined;
}

function words(lines: readonly string[]): string | undefined {
  const text = lines
    .map((line) =>
      line
        .replace(/^(?:\/\/+|\/\*+|\*(?!\/))/, '')
        .replace(/\*+\/$/, '')
        .trim(),
    )
    .join(' ')
    .trim();
  return text === '' ? undefined : text.slice(0, MAX);
}

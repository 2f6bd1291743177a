/** At most so many UTF-16 units, cut between code points; an ellipsis says that something is missing. */
export function cutText(value: string, units: number): string {
  if (value.length <= units) return value;
  return `${wholePoints(value.slice(0, units - 1))}…`;
}

/** At most so many bytes of UTF-8, with words at the end that say how much is missing. */
export function cutBytes(value: string, bytes: number): string {
  if (bytesOf(value) <= bytes) return value;
  const note = (left: number): string => `\n… ${left} more characters`;
  let room = bytes - note(value.length).length - 2;
  let end = 0;
  for (const character of value) {
    room -= bytesOf(character);
    if (room < 0) break;
    end += character.length;
  }
  return value.slice(0, end) + note(value.length - end);
}

/** As many of the parts as fit, with what `note` says of those that do not. Parts stay whole. */
export function fitParts<Part extends string>(parts: readonly Part[], units: number, note: (left: number) => Part): readonly Part[] {
  const lengths = parts.map((part) => part.length + 1);
  if (lengths.reduce((sum, one) => sum + one, 0) <= units) return parts;
  let room = units - note(parts.length).length - 1;
  const count = lengths.findIndex((length) => (room -= length) < 0);
  return [...parts.slice(0, count), note(parts.length - count)];
}

function wholePoints(value: string): string {
  return /[\ud800-\udbff]$/.test(value) ? value.slice(0, -1) : value;
}

function bytesOf(value: string): number {
  let bytes = 0;
  for (const character of value) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}

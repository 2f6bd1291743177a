/** Colours of the terminal, by what they mean; without colour the words stay as they are. */
export interface Paint {
  readonly error: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly mark: (text: string) => string;
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
}

const plain = (text: string): string => text;
const code =
  (start: number, end: number) =>
  (text: string): string =>
    `\u001b[${start}m${text}\u001b[${end}m`;

export function paintFor(color: boolean): Paint {
  if (!color) return { error: plain, warning: plain, mark: plain, bold: plain, dim: plain };
  return { error: code(31, 39), warning: code(33, 39), mark: code(31, 39), bold: code(1, 22), dim: code(2, 22) };
}

/** A stretch of a broken file that can be read by itself. `header` is the type and labels of the block it begins with. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly header: readonly string[] | undefined;
}

const HEADER =
  /^(resource|data|module|variable|locals|provider|output|terraform|moved|import|removed|check)((?:[ \t]+(?:"[^"\n]*"|[\w-]+))*)[ \t]*\{/gm;

/** Cuts a text where a block of the language begins at the start of a line, so that a broken block does not take others along. */
export function splitBlocks(text: string): readonly Stretch[] {
  const heads = [...text.matchAll(HEADER)].map((match) => ({ start: match.index, header: [match[1] ?? '', ...labelsOf(match[2] ?? '')] }));
  const first = heads[0]?.start ?? text.length;
  const before: Stretch[] = text.slice(0, first).trim() === '' ? [] : [{ start: 0, end: first, header: undefined }];
  return [...before, ...heads.map((head, index) => ({ ...head, end: heads[index + 1]?.start ?? text.length }))];
}

const labelsOf = (text: string): readonly string[] => (text.match(/"[^"\n]*"|[\w-]+/g) ?? []).map((label) => label.replaceAll('"', ''));

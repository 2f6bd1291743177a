/** A tool's words as one line: links keep their text (`[words](target)`), and long ones are cut. Source: SARIF 2.1.0, 3.11.6. */
export function plainWords(text: string): string {
  const line = text
    .slice(0, LONGEST)
    .replaceAll(/\[([^[\]]{0,300})\]\([^()]{0,600}\)/g, '$1')
    .replaceAll(/\\([\\[\]])/g, '$1')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return line.length > SHOWN ? `${line.slice(0, SHOWN - 1)}…` : line;
}

const LONGEST = 8000;
const SHOWN = 1000;

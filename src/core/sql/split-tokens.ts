import type { Token } from './tokens.ts';

/** Tokens between semicolons, whatever the statements are. */
export function splitTokens(text: string, all: readonly Token[]): readonly (readonly Token[])[] {
  const statements: Token[][] = [[]];
  for (const token of all) {
    if (token.kind === 'break' || (token.kind === 'punctuation' && text[token.start] === ';')) statements.push([]);
    else statements.at(-1)?.push(token);
  }
  return statements.filter((statement) => statement.length > 0);
}

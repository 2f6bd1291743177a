/**
 * Path patterns as CODEOWNERS and gitignore write them: `*` and `?` stay within a name, `**` crosses folders, a
 * pattern without an inner slash matches at any depth, and one that matches a folder covers all that is in it.
 *
 * Patterns come from the repositories that are judged, so matching never backtracks further than the last star.
 */
export function matchesPath(pattern: string, path: string): boolean {
  return covers(toNames(pattern), path.split('/'), isAnyFolders, matchesName);
}

const ANY_FOLDERS = '**';
const isAnyFolders = (name: string): boolean => name === ANY_FOLDERS;

function toNames(pattern: string): readonly string[] {
  const names = pattern.replace(/^\/|\/$/g, '').split('/');
  const anchored = pattern.startsWith('/') || names.length > 1;
  return [...(anchored ? [] : [ANY_FOLDERS]), ...names.slice(0, -1), ...endingOf(pattern, names)];
}

/** The last name, and what it covers below itself. */
function endingOf(pattern: string, names: readonly string[]): readonly string[] {
  const last = names.at(-1) ?? '';
  if (isAnyFolders(last)) return ['*', ANY_FOLDERS];
  if (pattern.endsWith('/')) return [last, '*', ANY_FOLDERS];
  const filesOfOneFolder = last === '*' && pattern.includes('/');
  return filesOfOneFolder ? [last] : [last, ANY_FOLDERS];
}

function matchesName(pattern: string, name: string): boolean {
  return covers(toTokens(pattern), [...name], (token) => token === '*', matchesCharacter);
}

/** Characters, with an escaped one kept behind its backslash so that `\*` is no star. */
function toTokens(pattern: string): readonly string[] {
  return pattern.match(/\\.|./gsu) ?? [];
}

function matchesCharacter(token: string, character: string): boolean {
  return token === '?' || token === character || token === `\\${character}`;
}

/** Whether the pattern covers the whole input, where a star stands for any run of it. Time: input times pattern. */
function covers<P, I>(pattern: readonly P[], input: readonly I[], isStar: (p: P) => boolean, fits: (p: P, i: I) => boolean): boolean {
  let at = 0;
  let afterStar = -1;
  let retryFrom = 0;
  for (let i = 0; i < input.length;) {
    const part = pattern[at];
    if (part !== undefined && isStar(part)) {
      afterStar = ++at;
      retryFrom = i;
    } else if (part !== undefined && fits(part, input[i] as I)) {
      at++;
      i++;
    } else if (afterStar >= 0) {
      at = afterStar;
      i = ++retryFrom;
    } else return false;
  }
  return pattern.slice(at).every(isStar);
}

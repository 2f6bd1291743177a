import type { Problem } from '../../model/problem.ts';
import type { Owner, OwnerKind, OwnershipRule } from '../../model/routing.ts';
import type { Location, SourceFile } from '../../model/source.ts';
import { matchesPath } from '../pattern/matches-path.ts';

/**
 * Reads CODEOWNERS as GitHub does. A line that GitHub skips becomes a problem at its place, and the others still count.
 *
 * Source: GitHub Docs, "About code owners" (syntax, exceptions, size limit).
 */
export function parseCodeowners(file: SourceFile): { readonly rules: readonly OwnershipRule[]; readonly problems: readonly Problem[] } {
  if (file.size > MAX_BYTES) return { rules: [], problems: [tooLarge(file)] };
  const rules: OwnershipRule[] = [];
  const problems: Problem[] = [];
  for (const line of wordsByLine(file)) {
    const read = readLine(line);
    if ('code' in read) problems.push(read);
    else rules.push(read);
  }
  return { rules, problems };
}

/** The rule that decides a path, which is the last one that matches; undefined where none does. */
export function ownershipOf(path: string, rules: readonly OwnershipRule[]): OwnershipRule | undefined {
  return rules.findLast((rule) => matchesPath(rule.pattern, path));
}

/** GitHub ignores a larger file as a whole. */
const MAX_BYTES = 3 * 1024 * 1024;

interface Word {
  readonly text: string;
  readonly location: Location;
}

function readLine([pattern, ...names]: readonly [Word, ...Word[]]): OwnershipRule | Problem {
  const unsupported = UNSUPPORTED.find(({ syntax }) => syntax.test(pattern.text));
  if (unsupported) return { code: unsupported.code, message: unsupported.message, location: pattern.location };
  const owners: Owner[] = [];
  for (const name of names) {
    const kind = kindOf(name.text);
    if (!kind) return notAnOwner(name);
    owners.push({ kind, name: name.text });
  }
  return { pattern: pattern.text, owners, location: pattern.location };
}

const UNSUPPORTED = [
  {
    syntax: /^!/,
    code: 'codeowners-negation',
    message: 'GitHub does not support `!` here and skips this line. List the exception after the rule, without an owner.',
  },
  {
    syntax: /^\\#/,
    code: 'codeowners-escaped-hash',
    message: 'GitHub reads `\\#` as no pattern and skips this line. Match the name with `?` in place of the `#`.',
  },
] as const;

const OWNER_FORMS: readonly (readonly [OwnerKind, RegExp])[] = [
  ['team', /^@[a-z\d](?:[a-z\d-]*[a-z\d])?\/[a-z\d_][\w.-]*$/i],
  ['user', /^@[a-z\d](?:[\w-]*\w)?$/i],
  ['email', /^[^\s@]+@[^\s@]+\.[^\s@]+$/],
];

function kindOf(name: string): OwnerKind | undefined {
  return OWNER_FORMS.find(([, form]) => form.test(name))?.[0];
}

function notAnOwner({ text, location }: Word): Problem {
  return {
    code: 'codeowners-owner',
    message: `\`${text}\` is no @user, @organisation/team or e-mail address, so GitHub skips this line.`,
    location,
  };
}

function tooLarge(file: SourceFile): Problem {
  const start = { line: 1, column: 1, offset: 0 };
  return {
    code: 'codeowners-too-large',
    message: 'GitHub ignores a CODEOWNERS file over 3 MB, so nobody owns anything.',
    location: { file: file.path, start, end: start },
  };
}

/** The words of each line that has any, up to its comment. A backslash keeps the space behind it in the word. */
function* wordsByLine({ path, text }: SourceFile): Generator<readonly [Word, ...Word[]]> {
  let offset = 0;
  for (const [index, line] of text.split('\n').entries()) {
    const words = [...withoutComment(line).matchAll(/(?:\\.|\S)+/gs)].map((match) => word(match, path, index + 1, offset));
    const [first, ...rest] = words;
    if (first) yield [first, ...rest];
    offset += line.length + 1;
  }
}

function withoutComment(line: string): string {
  const comment = /(?:^|\s)#/.exec(line);
  return comment ? line.slice(0, comment.index) : line;
}

function word({ 0: text, index }: RegExpExecArray, file: string, line: number, lineOffset: number): Word {
  const at = (column: number) => ({ line, column: column + 1, offset: lineOffset + column });
  return { text, location: { file, start: at(index), end: at(index + text.length) } };
}

import type { Problem } from '../../../model/problem.ts';
import type { SourceFile } from '../../../model/source.ts';
import type { DocumentNode } from '../../text/document-tree.ts';
import { lineIndex, type LineIndex } from '../../text/line-index.ts';
import type { Parsed } from './parsed.ts';
import { entryOf, list, map, problem, scalar } from './trees.ts';

/** CODEOWNERS as `rules` of `pattern`, `owners` (`type` and `value`), `comment` and `lineNumber`. Source: conftest, parser/codeowners. */
export function readCodeowners(file: SourceFile): Parsed {
  const lines = lineIndex(file.path, file.text);
  const rules: DocumentNode[] = [];
  const problems: Problem[] = [];
  let start = 0;
  for (const [index, raw] of file.text.split('\n').entries()) {
    const told = /^\s*(?:#|$)/.test(raw) ? undefined : ruleIn(raw, start, index + 1, lines);
    if (told && 'code' in told) problems.push(told);
    else if (told) rules.push(told);
    start += raw.length + 1;
  }
  const location = lines.location(0, file.text.length);
  // Without any rule the list is null there, which no policy can walk.
  const all = rules.length > 0 ? list(rules, location) : scalar(null, location);
  return { documents: [map([entryOf('rules', location, all)], location)], problems: problems.slice(0, 10) };
}

/** The pattern ends at the first white space without a backslash; what stands behind `#` is the comment. */
function ruleIn(raw: string, start: number, lineNumber: number, lines: LineIndex): DocumentNode | Problem {
  const [, before = '', pattern = '', rest = '', comment = ''] = /^(\s*)((?:\\[^]|[^\s#\\])+)([^#]*)(?:#(.*))?$/.exec(raw) ?? [];
  const location = lines.location(start + before.length, start + raw.trimEnd().length);
  if (!/^[\w*?./@+\\() \t-]+$/.test(pattern))
    return problem(lines, [location.start.offset, location.end.offset], 'codeowners-unreadable', 'This pattern cannot be read here.');
  const from = start + before.length;
  const at = lines.location(from, from + pattern.length);
  const owners = ownersIn(rest, from + pattern.length, lines);
  if ('code' in owners) return owners;
  const told: readonly (readonly [string, DocumentNode])[] = [
    ['pattern', scalar(pattern, at)],
    ['owners', list(owners, location)],
    ['comment', scalar(comment.trim(), location)],
    ['lineNumber', scalar(lineNumber, location)],
  ];
  return map(
    told.map(([key, value]) => entryOf(key, at, value)),
    location,
  );
}

const OWNERS: readonly (readonly [string, RegExp])[] = [
  ['email', /^([A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,6})$/],
  ['team', /^@([A-Za-z0-9-]+\/[A-Za-z0-9_-]+)$/],
  ['username', /^@([A-Za-z0-9_-]+)$/],
];

function ownersIn(rest: string, from: number, lines: LineIndex): readonly DocumentNode[] | Problem {
  const owners: DocumentNode[] = [];
  for (const { 0: word, index } of rest.matchAll(/\S+/g)) {
    const at = [from + index, from + index + word.length] as const;
    const known = OWNERS.find(([, form]) => form.test(word));
    if (!known) return problem(lines, at, 'codeowners-unreadable', 'This is no owner: @user, @org/team or an e-mail address.');
    const location = lines.location(...at);
    const value = known[1].exec(word)?.[1] ?? '';
    owners.push(
      map([entryOf('type', location, scalar(known[0], location)), entryOf('value', location, scalar(value, location))], location),
    );
  }
  return owners;
}

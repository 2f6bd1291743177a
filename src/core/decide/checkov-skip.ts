import type { Problem } from '../../model/problem.ts';
import type { Location, SourceFile } from '../../model/source.ts';
import { isDay } from '../is-over.ts';
import { lineIndex, type LineIndex } from '../text/line-index.ts';
import type { Suppression } from './suppression.ts';

const COMMENT = /(?:checkov|bridgecrew|cortex):skip=[ \t]*([\w-]+(?:,[\w-]+)*)?([^\n]*)/g;
/** A list of a template: `Metadata: {checkov: {skip: [{id: …, comment: …}]}}`. */
const METADATA = /["']?checkov["']?[ \t]*:\s*(?:\{\s*)?["']?skip["']?[ \t]*:/g;
/** More are not looked at. */
const MOST = 5000;

/**
 * What comments of Checkov suppress: `checkov:skip=CKV_AWS_19:why` inside of a resource is about that resource, and so is the list in
 * the metadata of a template's. Ids that are of no policy here are Checkov's own affair. Source: "Suppressing and skipping policies", Checkov's documentation.
 */
export function readSkips(file: SourceFile): readonly Suppression[] {
  if (!/(?:checkov|bridgecrew|cortex)\b/.test(file.text)) return [];
  const lines = lineIndex(file.path, file.text);
  const comments = [...file.text.matchAll(COMMENT)].slice(0, MOST).map((match) => inComment(match, lines));
  return [...comments, ...inMetadata(file, lines)].toSorted((one, other) => one.line - other.line);
}

function inComment(match: RegExpExecArray, lines: LineIndex): Suppression {
  const [whole, ids = '', rest = ''] = match;
  const location = lines.location(match.index, match.index + whole.trimEnd().length);
  if (ids === '')
    return { ...NOTHING, line: location.start.line, problem: unreadable('This comment names no policy, so it hides nothing.', location) };
  return skip(ids.split(','), rest.startsWith(':') ? rest.slice(1) : '', location);
}

const NOTHING = { policies: [], within: 'asset' } as const;

const unreadable = (message: string, location: Location): Problem => ({
  code: 'suppression-unreadable',
  message: `${message} Write checkov:skip=ID:reason, with until=YYYY-MM-DD in the reason where it shall end.`,
  location,
});

/** `until=` may stand in the reason, for policies that ask for an end. */
function skip(policies: readonly string[], words: string, location: Location): Suppression {
  const until = /(?:^|\s)until=(\S+)/.exec(words)?.[1];
  const reason = words.replace(/(?:^|\s)until=\S+/, ' ').trim();
  const line = location.start.line;
  if (until !== undefined && !isDay(until))
    return { ...NOTHING, line, problem: unreadable(`\`until=${until}\` is no date, so this comment hides nothing.`, location) };
  return {
    policies,
    line,
    within: 'asset',
    ...(until === undefined ? {} : { until }),
    ...(reason === '' ? {} : { reason }),
  };
}

/** Each list ends where the text is no longer further in, or its bracket closes. */
function inMetadata({ text }: SourceFile, lines: LineIndex): readonly Suppression[] {
  return [...text.matchAll(METADATA)].slice(0, MOST).flatMap((match) => {
    const from = match.index + match[0].length;
    const list = text.slice(from, endOfList(text, match.index, from));
    const entries = [...list.matchAll(/["']?\bid["']?[ \t]*:[ \t]*["']?([\w-]+)/g)];
    return entries.map((entry, at): Suppression => {
      const own = list.slice(entry.index, entries[at + 1]?.index ?? list.length);
      const comment = /["']?\bcomment["']?[ \t]*:[ \t]*(?:"([^"\n]*)"|'([^'\n]*)'|([^\n,}]*))/.exec(own);
      const start = from + entry.index;
      return skip([entry[1] ?? ''], comment?.[1] ?? comment?.[2] ?? comment?.[3] ?? '', lines.location(start, start + entry[0].length));
    });
  });
}

/** Longer lists are read as far as this. */
const LONGEST = 20_000;

function endOfList(text: string, start: number, from: number): number {
  const rest = text.slice(from, from + LONGEST);
  if (/^\s*\[/.test(rest)) {
    const end = rest.indexOf(']');
    return from + (end < 0 ? rest.length : end);
  }
  const indent = Math.min(start - (text.lastIndexOf('\n', start - 1) + 1), 500);
  const end = rest.search(new RegExp(`\\n[ \\t]{0,${indent}}[^\\s#-]`));
  return from + (end < 0 ? rest.length : end);
}

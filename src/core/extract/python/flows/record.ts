import type { Run } from '../run.ts';
import type { Source, Text, Value } from '../values.ts';
import type { Performer, Write } from './collector.ts';

/** Who moves data at this place: the innermost task, or the file as a job. */
export function performerAt({ found }: Run): Performer {
  const performer = found.at.at(-1);
  if (!performer) throw new Error('a file is a performer from its start');
  return performer;
}

/** Follows something on behalf of a performer. */
export function onBehalf<T>(performer: Performer, run: Run, follow: () => T): T {
  run.found.at.push(performer);
  const value = follow();
  run.found.at.pop();
  return value;
}

type Namer = (text: Text) => Source | undefined;

/** What is read here by the name that a value gives; a name that is not told is kept as such. */
export function readNamed(value: Value | undefined, namer: Namer, run: Run): readonly Source[] {
  return each(value).flatMap((one) => {
    const source = one.is === 'text' ? namer(one) : undefined;
    if (source) performerAt(run).reads.push(source);
    else performerAt(run).untold.reads.push({ text: sourceText(one, run), at: one.at });
    return source ? [source] : [];
  });
}

/** What is written here by the name that a value gives. */
export function writeNamed(value: Value | undefined, namer: Namer, sources: Write['sources'], run: Run): readonly Source[] {
  return each(value).flatMap((one) => {
    const target = one.is === 'text' ? namer(one) : undefined;
    if (target) performerAt(run).writes.push({ target, sources });
    else performerAt(run).untold.writes.push({ text: sourceText(one, run), at: one.at });
    return target ? [target] : [];
  });
}

const each = (value: Value | undefined): readonly Value[] => (value === undefined ? [] : value.is === 'list' ? value.items : [value]);

/** The expression that stands there, short enough to be shown. */
export function sourceText(value: Value, run: Run): string {
  const told = value.is === 'text' ? (value.unknown ?? value.value) : value.is === 'unknown' ? value.text : run.sourceOf(value.at);
  return brief(told);
}

export const brief = (text: string): string => {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
};

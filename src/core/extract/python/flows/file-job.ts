import type { SourceFile } from '../../../../model/source.ts';
import type { Performer } from './collector.ts';

/** The file as a job: what it reads and writes outside of any task of its own. Its platform is what frameworks make of it. */
export function fileJob({ path, text }: SourceFile): Performer {
  const name = path.replace(/\.(?:py|ipynb)$/, '');
  const start = Math.max(0, text.search(/\S/));
  const newline = text.indexOf('\n', start);
  return {
    kind: 'job',
    platform: 'python',
    id: () => `python:${name}`,
    name: () => name.slice(name.lastIndexOf('/') + 1),
    at: { start, end: newline < 0 ? text.length : newline },
    extent: { start: 0, end: text.length },
    facts: {},
    aliases: [],
    reads: [],
    writes: [],
    columns: [],
    untold: { reads: [], writes: [] },
  };
}

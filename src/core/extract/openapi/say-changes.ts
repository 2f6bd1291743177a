import type { SchemaChange } from '../../compatibility/schema/schema-change.ts';
import type { Say } from './difference-sink.ts';
import { isAbout, weighChange, type Direction } from './weigh-change.ts';

interface Place {
  readonly say: Say;
  /** Where the schema stands in the operation: `request`, `response.200`. */
  readonly path: string;
  readonly direction: Direction;
}

/** What the differences of a schema mean where it stands. */
export function sayChanges(changes: readonly SchemaChange[], { say, path, direction }: Place): void {
  for (const change of changes) {
    if (!isAbout(change, direction)) continue;
    const { breaks, unknown } = weighChange(change, direction);
    const { kind, before, after, words, location } = change;
    say({
      kind,
      path: [path, ...change.path].join('.'),
      ...(before === undefined ? {} : { before }),
      ...(after === undefined ? {} : { after }),
      breaks,
      ...(unknown === undefined ? {} : { unknown }),
      words,
      location,
    });
  }
}

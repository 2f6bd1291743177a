import type { LineageEdge } from '../../../../model/lineage.ts';
import type { Location } from '../../../../model/source.ts';
import { expandItems } from '../../../flow/expand.ts';
import { readStatementFlow } from '../../../flow/read-statement-flow.ts';
import type { Cursor } from '../../../sql/cursor.ts';
import { lineIndex } from '../../../text/line-index.ts';
import { placeOf } from '../texts.ts';
import type { Column, ColumnMove, Source } from '../values.ts';
import type { SqlText } from './sql-text.ts';

/** What a statement makes its columns of. */
export interface Moved {
  readonly moves: readonly ColumnMove[];
  /** The columns that come of it; undefined where the text does not name them all. */
  readonly columns: readonly Column[] | undefined;
}

const NOTHING: Moved = { moves: [], columns: undefined };

/** Reads how the columns of a statement come to be. `sources` are the tables that it reads, under the names that they go by. */
export function columnsMoved(cursor: Cursor, sources: readonly Source[], { text, run }: SqlText): Moved {
  const plain: Cursor = { ...cursor, at: 0, lines: lineIndex(run.file.path, cursor.text) };
  const flow = readStatementFlow(plain);
  if (!flow) return NOTHING;
  const place = ({ start, end }: Location) => placeOf(text, start.offset, end.offset);
  const ends = new Map(
    flow.reads.flatMap(({ key, location }) => (endAt(place(location).start, sources) ?? []).map((end) => [key, end] as const)),
  );
  const { columns, stars } = expandItems(flow.items, () => undefined);
  const moves = columns.flatMap(({ name, column, sources: from }) =>
    from.flatMap((one): readonly ColumnMove[] => {
      const end = ends.get(one.relation);
      return end === undefined || name === undefined
        ? []
        : [{ end, column: one.column, to: name.toLowerCase(), how: column.how, at: place(one.location) }];
    }),
  );
  const whole = stars.flatMap(({ of, except, renamed, location }): readonly ColumnMove[] => {
    const end = ends.get(of);
    const isWhole = except.length === 0 && Object.keys(renamed).length === 0;
    return end === undefined || !isWhole ? [] : [{ end, column: '*', to: '*', how: 'same', at: place(location) }];
  });
  const isTold = !flow.partial && stars.length === 0 && columns.every(({ name }) => name !== undefined);
  return {
    moves: [...moves, ...whole],
    columns: isTold ? columns.map(({ name = '', column }) => columnOf(name, place(column.location), place(column.extent))) : undefined,
  };
}

const columnOf = (name: string, at: Column['at'], extent: Column['extent']): Column => ({ name: name.toLowerCase(), at, extent });

/** The source that is named at a place. One that stands for others (a temporary view) is named nowhere. */
function endAt(start: number, sources: readonly Source[]): readonly string[] | undefined {
  const found = sources.find(({ at }) => at.start === start);
  return found && [found.end];
}

/** Moves into a target, as edges between fields. */
export function edgesInto(
  target: Source,
  moves: readonly ColumnMove[],
  locate: (at: ColumnMove['at']) => Location,
): readonly LineageEdge[] {
  return moves.map(({ end, column, to, how, at }) => ({
    from: { asset: end, field: column },
    to: { asset: target.end, field: to },
    location: locate(at),
    ...(how === undefined ? {} : { how }),
  }));
}

import type { SourceFile } from '../../../../model/source.ts';
import type { DocumentNode } from '../../../text/document-tree.ts';
import type { Parsed } from '../parsed.ts';
import { readWhole, Unreadable, type Cursor } from '../reading.ts';
import { entryOf, list, map, scalar } from '../trees.ts';
import { evaluate } from './evaluate.ts';
import type { Machine } from './operators.ts';
import { termIn } from './syntax.ts';
import { sign } from './tokens.ts';
import { visibleFields, wrong, fieldOf, type Value } from './value.ts';

/** Jsonnet, evaluated: a file that stands alone, without imports and outer variables. Each field stands where it is written last. */
export function readJsonnet(file: SourceFile): Parsed {
  return readWhole(file, 'Jsonnet', (cursor) => {
    const program = termIn(cursor);
    sign(cursor, '');
    if (cursor.at < cursor.text.length) throw new Unreadable(cursor.at, 'nothing may follow the value');
    const { value, machine } = evaluate(program);
    return nodeOf(value, program.at, { cursor, machine });
  });
}

interface Manifest {
  readonly cursor: Cursor;
  readonly machine: Machine;
}

function nodeOf(value: Value, at: number, manifest: Manifest, depth = 0): DocumentNode {
  const { cursor, machine } = manifest;
  const location = cursor.lines.location(at, at);
  machine.step({ at });
  if (depth > 100) throw wrong({ at }, 'its value nests over 100 levels');
  if (typeof value !== 'object' || value === null) return scalar(value, location);
  if (value.is === 'function') throw wrong({ at }, 'a function is no value of a file');
  if (value.is === 'array')
    return list(
      value.items.map((item) => nodeOf(item(), at, manifest, depth + 1)),
      location,
    );
  const entries = visibleFields(value).map((name) => {
    const place = fieldOf(value, name)?.field.at ?? at;
    const node = nodeOf(machine.get(value, name, { at: place }), place, manifest, depth + 1);
    return entryOf(name, cursor.lines.location(place, place + name.length), node);
  });
  return map(entries, location);
}

import type { SourceFile } from '../../../model/source.ts';
import type { ParseWith } from '../../plug-ins.ts';
import { parseJson } from '../../text/json-tree.ts';
import { parseYaml } from '../../text/yaml-tree.ts';
import type { Parsed } from './parsed.ts';

export type Parser = (source: SourceFile, parse: ParseWith) => Parsed;

/** The parser of each generic format, by the names that `fileFormat` gives. */
export const PARSERS: ReadonlyMap<string, Parser> = new Map<string, Parser>([
  ['yaml', parseYaml],
  ['json', json],
]);

function json(source: SourceFile): Parsed {
  const { root, problems } = parseJson(source);
  return { documents: root ? [root] : [], problems };
}

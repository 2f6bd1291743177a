import type { SourceFile } from '../../../model/source.ts';
import type { ParseWith } from '../../plug-ins.ts';
import { parseJson } from '../../text/json-tree.ts';
import { parseYaml } from '../../text/yaml-tree.ts';
import { readCodeowners } from './codeowners.ts';
import { readDockerfile } from './dockerfile.ts';
import { readDotenv } from './dotenv.ts';
import { readHclFile } from './hcl.ts';
import { readIgnore } from './ignore.ts';
import { readIni, readProperties } from './ini.ts';
import type { Parsed } from './parsed.ts';
import { readToml } from './toml.ts';
import { readXml } from './xml.ts';

export type Parser = (source: SourceFile, parse: ParseWith) => Parsed;

/** The parser of each generic format, by the names that `fileFormat` gives. */
export const PARSERS: ReadonlyMap<string, Parser> = new Map<string, Parser>([
  ['yaml', parseYaml],
  ['json', json],
  ['toml', readToml],
  ['ini', readIni],
  ['properties', readProperties],
  ['dotenv', readDotenv],
  ['dockerfile', readDockerfile],
  ['ignore', readIgnore],
  ['codeowners', readCodeowners],
  ['xml', readXml],
  ['hcl', readHclFile],
]);

function json(source: SourceFile): Parsed {
  const { root, problems } = parseJson(source);
  return { documents: root ? [root] : [], problems };
}

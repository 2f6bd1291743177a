import type { SourceFile } from '../../../model/source.ts';
import type { ParseWith } from '../../plug-ins.ts';
import { parseJson } from '../../text/json-tree.ts';
import { parseYaml } from '../../text/yaml-tree.ts';
import { readCodeowners } from './codeowners.ts';
import { readCue } from './cue.ts';
import { readCycloneDx } from './cyclonedx.ts';
import { readDockerfile } from './dockerfile.ts';
import { readDotenv } from './dotenv.ts';
import { readEdn } from './edn.ts';
import { readHclFile } from './hcl.ts';
import { readHocon } from './hocon.ts';
import { readIgnore } from './ignore.ts';
import { readIni, readProperties } from './ini.ts';
import { readJsonnet } from './jsonnet/index.ts';
import { readNginx } from './nginx.ts';
import type { Parsed } from './parsed.ts';
import { readSpdx } from './spdx.ts';
import { readToml } from './toml.ts';
import { readNothing } from './unread.ts';
import { readVcl } from './vcl.ts';
import { readXml } from './xml.ts';

export type Parser = (source: SourceFile, parse: ParseWith) => Parsed;

/** The parser of each generic format, by the names that `fileFormat` gives. */
export const PARSERS: ReadonlyMap<string, Parser> = new Map<string, Parser>([
  ['yaml', parseYaml],
  ['json', json],
  ['toml', readToml],
  ['ini', readIni],
  ['properties', readProperties],
  ['cyclonedx', readCycloneDx],
  ['dotenv', readDotenv],
  ['dockerfile', readDockerfile],
  ['ignore', readIgnore],
  ['codeowners', readCodeowners],
  ['xml', readXml],
  ['hcl', readHclFile],
  ['unread', readNothing],
  ['cue', readCue],
  ['edn', readEdn],
  ['jsonnet', readJsonnet],
  ['hocon', readHocon],
  ['nginx', readNginx],
  ['spdx', readSpdx],
  ['vcl', readVcl],
]);

function json(source: SourceFile): Parsed {
  const { root, problems } = parseJson(source);
  return { documents: root ? [root] : [], problems };
}

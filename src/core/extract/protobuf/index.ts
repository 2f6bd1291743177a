import type { Tree } from '../../../model/change-set.ts';
import type { SourceFile } from '../../../model/source.ts';
import type { Claim, Extractor, Reading } from '../../plug-ins.ts';
import { lineIndex } from '../../text/line-index.ts';
import { assetsOf } from './assemble.ts';
import { compareUnits } from './compare-units.ts';
import type { ProtoFile } from './part.ts';
import { readProto } from './read-proto.ts';
import { unitOf } from './unit.ts';

/**
 * Protobuf, all files of a repository together: types move between files. Messages, enums and services are assets, and so is each
 * file for its own options. `differences` are judged as `buf breaking` does (buf.build, "Breaking change rules and categories"):
 * `wire` its WIRE, `wire-json` its WIRE_JSON, `source` its FILE.
 */
export const protobuf: Extractor<ProtoFile> = {
  id: 'protobuf',
  title: 'Protobuf',
  version: 1,
  claim,
  read,
  assemble: (_, files) => ({ assets: assetsOf(unitOf(files)), changes: [], problems: [] }),
  rules: 'whole',
  differences: (base, head) => compareUnits(unitOf(base), unitOf(head)),
};

/** The role is the folder of the module: files import each other by their path inside of it. */
function claim(path: string, tree: Tree): Claim | null {
  if (!path.endsWith('.proto')) return null;
  return { unit: 'schemas', role: tree.nearest(path, 'buf.yaml') ?? '' };
}

/** Larger files are written by programs, and take more memory than one file may. */
const MAX_LENGTH = 2_000_000;

function read({ path, text }: SourceFile): Reading<ProtoFile> {
  const lines = lineIndex(path, text);
  const refused = (code: string, message: string): Reading<ProtoFile> => ({
    part: null,
    problems: [{ code, message, location: lines.location(0, 0), undecided: true }],
  });
  if (text.length > MAX_LENGTH)
    return refused('file-too-large', 'This Protobuf file is over 2 MB, so it was not judged. Split it, or list it under `ignore`.');
  const { file, fault, isTooDeep } = readProto(text);
  if (isTooDeep) return refused('protobuf-too-deep', 'This Protobuf file nests over 100 levels, so it was not judged. Make it flatter.');
  if (!fault) return { part: file, problems: [] };
  const message = `This Protobuf file cannot be read here: ${fault.message}. What stands around it was read.`;
  return { part: file, problems: [{ code: 'protobuf-unreadable', message, location: lines.location(...fault.at), undecided: true }] };
}

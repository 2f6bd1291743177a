import type { SourceFile } from '../../../model/source.ts';
import type { Claim, Extractor, Reading } from '../../plug-ins.ts';
import { parseJson } from '../../text/json-tree.ts';
import type { AvroPart } from './part.ts';
import { isAvroSchema, readSchema } from './read-schema.ts';

/** Avro schemas: each named type at the top of a file is an asset, a record's fields are its fields. */
export const avro: Extractor<AvroPart> = {
  id: 'avro',
  title: 'Avro schema',
  version: 1,
  claim,
  read,
  assemble: (_, files) => ({ assets: files.flatMap(({ part }) => part.assets), changes: [], problems: [] }),
};

const ALWAYS = /\.(?:avsc|avro\.json|avsc\.json)$/i;

/** JSON under other names is Avro where it looks like it. Files of package managers never are. */
const NEVER = /(?:^|\/)(?:node_modules\/|(?:package|package-lock|tsconfig|composer)\.json$)/;

function claim(path: string): Claim | null {
  if (ALWAYS.test(path)) return { unit: path, role: 'always' };
  return /\.json$/i.test(path) && !NEVER.test(path) ? { unit: path, role: 'maybe', unsure: true } : null;
}

const RECORD = /"type"\s*:\s*"record"/;

function read(file: SourceFile, role: string): Reading<AvroPart> {
  if (role === 'maybe' && !(RECORD.test(file.text) && file.text.includes('"fields"'))) return { part: null, problems: [] };
  const { root, problems } = parseJson(file);
  if (role === 'maybe' && !isAvroSchema(root)) return { part: null, problems: problems.filter(({ undecided }) => undecided) };
  if (!root) return { part: { assets: [] }, problems };
  const schema = readSchema(root);
  return { part: { assets: schema.assets }, problems: [...problems, ...schema.problems] };
}

import type { SourceFile } from '../../../model/source.ts';
import type { Claim, Extractor, Reading } from '../../plug-ins.ts';
import { at, entriesOf } from '../../text/document-tree.ts';
import { parseJson } from '../../text/json-tree.ts';
import type { JsonSchemaPart } from './part.ts';
import { readSchema } from './read-schema.ts';

/** JSON Schemas of one file each. What a reference to another file means is not known; what one inside the file means is. */
export const jsonSchema: Extractor<JsonSchemaPart> = {
  id: 'json-schema',
  title: 'JSON Schema',
  version: 1,
  claim,
  read,
  assemble: (_, files) => ({ assets: files.flatMap(({ part }) => part.assets), changes: [], problems: [] }),
};

const ALWAYS = /(?:\.schema\.json|\.jsonschema)$/i;
const NEVER = /(?:^|\/)(?:node_modules\/|(?:package|package-lock|tsconfig|composer)\.json$)/;

function claim(path: string): Claim | null {
  if (ALWAYS.test(path)) return { unit: path, role: 'always' };
  return /\.json$/i.test(path) && !NEVER.test(path) ? { unit: path, role: 'maybe', unsure: true } : null;
}

const STATED = /"\$schema"\s*:\s*"https?:\/\/json-schema\.org\//;
const WORDS: ReadonlySet<string> = new Set([
  '$schema',
  '$id',
  '$ref',
  '$defs',
  'definitions',
  'properties',
  'allOf',
  'anyOf',
  'oneOf',
  'items',
  'type',
  'enum',
]);

function read(file: SourceFile, role: string): Reading<JsonSchemaPart> {
  if (role === 'maybe' && !STATED.test(file.text)) return { part: null, problems: [] };
  const { root, problems } = parseJson(file);
  if (!root) return { part: role === 'always' ? { assets: [] } : null, problems };
  const isSchema = role === 'maybe' ? at(root, '$schema') !== undefined : entriesOf(root).some(({ key }) => WORDS.has(key));
  if (!isSchema) return { part: null, problems: problems.filter(({ undecided }) => undecided) };
  const schema = readSchema(root, file.path);
  return { part: { assets: schema.assets }, problems: [...problems, ...schema.problems] };
}

import type { Asset } from '../../../model/asset.ts';
import type { SourceFile } from '../../../model/source.ts';
import { uniqueIds } from '../../compatibility/unique-ids.ts';
import type { Claim, Extractor, Reading } from '../../plug-ins.ts';
import { at, type DocumentNode } from '../../text/document-tree.ts';
import { parseJson } from '../../text/json-tree.ts';
import { lineStarts } from '../../text/line-index.ts';
import { compareSchemas } from './compare-schemas.ts';
import { parseIdl } from './idl.ts';
import { ownFacts } from './own-facts.ts';
import type { AvroPart, AvroTypes } from './part.ts';
import { isAvroSchema, readSchema } from './read-schema.ts';
import { readSubject } from './read-subject.ts';
import { readTypes } from './read-types.ts';
import { validateTypes } from './validate-types.ts';

/**
 * Avro schemas in JSON and in Avro IDL: each named type at the top of a file is an asset, a record's fields are its fields.
 * `differences` follow the specification's rules of resolution in both directions.
 */
export const avro: Extractor<AvroPart> = {
  id: 'avro',
  title: 'Avro schema',
  version: 2,
  claim,
  read,
  assemble: (_, files) => ({ assets: uniqueIds(files.flatMap(({ part }) => part.assets)), changes: [], problems: [] }),
  rules: 'whole',
  differences: compareSchemas,
};

const ALWAYS = /\.(?:avsc|avpr|avdl|avro\.json|avsc\.json)$/i;

/** JSON under other names is Avro where it looks like it. Files of package managers never are. */
const NEVER = /(?:^|\/)(?:node_modules\/|(?:package|package-lock|tsconfig|composer)\.json$)/;

/** Folders of schemas, whose files refer to each other by name. */
const SCHEMAS = /(?:^|\/)(?:avro|schemas?)\//i;

function claim(path: string): Claim | null {
  if (ALWAYS.test(path)) return { unit: 'schemas', role: 'always' };
  if (!/\.json$/i.test(path) || NEVER.test(path)) return null;
  return { unit: SCHEMAS.test(path) ? 'schemas' : path, role: 'maybe', unsure: true };
}

const RECORD = /"type\\*"\s*:\s*\\*"record\\*"/;

function read(file: SourceFile, role: string): Reading<AvroPart> {
  if (role === 'maybe' && !(RECORD.test(file.text) && /"fields\\*"/.test(file.text))) return { part: null, problems: [] };
  const { root, problems } = /\.avdl$/i.test(file.path) ? parseIdl(file) : parseJson(file);
  const subject = root && readSubject(root, file);
  if (subject) return { part: subject.part, problems: [...problems, ...subject.problems] };
  if (role === 'maybe' && !isAvroSchema(root)) return { part: null, problems: problems.filter(({ undecided }) => undecided) };
  const lines = lineStarts(file.text);
  if (!root) return { part: { assets: [], types: { lines, named: [] } }, problems };
  const schema = readSchema(root);
  const types = readTypes(root, lines);
  return {
    part: { assets: schema.assets.length > 0 ? schema.assets : rootAsset(root, types), types },
    problems: [...problems, ...schema.problems, ...validateTypes(types, file.path)],
  };
}

/** A file whose schema has no name of its own goes by its path: a key that is a plain string, a union, an array. */
function rootAsset(root: DocumentNode, { root: type }: AvroTypes): readonly Asset[] {
  if (!type || (root.kind === 'map' && at(root, 'type') === undefined)) return [];
  const { file } = root.location;
  const facts = ownFacts(root);
  return [
    {
      id: `avro:${file}`,
      kind: 'schema',
      name: file,
      platform: 'avro',
      file,
      location: root.location,
      extent: root.location,
      facts,
      fields: [],
      files: [file],
    },
  ];
}

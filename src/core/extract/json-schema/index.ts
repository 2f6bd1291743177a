import type { SourceFile } from '../../../model/source.ts';
import type { Claim, Extractor, Reading } from '../../plug-ins.ts';
import { at, entriesOf, type DocumentNode } from '../../text/document-tree.ts';
import { parseJson } from '../../text/json-tree.ts';
import { packDocument } from '../../text/packed-document.ts';
import { parseYaml } from '../../text/yaml-tree.ts';
import { assembleSchemas } from './assemble-schemas.ts';
import { compareSchemaFiles } from './compare-schema-files.ts';
import type { JsonSchemaPart } from './part.ts';

/** JSON Schemas, draft 4 to 2020-12, in JSON or YAML. Those that a folder of schemas holds may refer to each other. */
export const jsonSchema: Extractor<JsonSchemaPart> = {
  id: 'json-schema',
  title: 'JSON Schema',
  version: 2,
  claim,
  read,
  assemble: (_, files) => assembleSchemas(files),
  differences: compareSchemaFiles,
};

const ALWAYS = /(?:\.schema\.(?:json|ya?ml)|\.jsonschema)$/i;
const NEVER = /(?:^|\/)(?:node_modules\/|(?:package|package-lock|tsconfig|composer)\.json$)/;
const SCHEMAS = /^(?:.*?\/)?(?:json[-_]?)?schemas?(?=\/)/i;

function claim(path: string): Claim | null {
  const folder = SCHEMAS.exec(path)?.[0];
  if (ALWAYS.test(path)) return { unit: folder ?? folderOf(path), role: 'always' };
  if (!/\.(?:json|ya?ml)$/i.test(path) || NEVER.test(path)) return null;
  return { unit: folder ?? path, role: 'maybe', unsure: true };
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

const STATED = /["']?\$schema["']?\s*:\s*["']?https?:\/\/json-schema\.org\//;
const WORDS: ReadonlySet<string> = new Set(
  '$schema $id $ref $defs definitions properties patternProperties additionalProperties required allOf anyOf oneOf not if items prefixItems contains type enum const format pattern minimum maximum exclusiveMinimum exclusiveMaximum minLength maxLength minItems maxItems'.split(
    ' ',
  ),
);

function read(file: SourceFile, role: string): Reading<JsonSchemaPart> {
  if (role === 'maybe' && !STATED.test(file.text)) return { part: null, problems: [] };
  const { root, problems } = rootOf(file);
  if (!root) return { part: role === 'always' ? { document: null } : null, problems };
  const isSchema = role === 'maybe' ? at(root, '$schema') !== undefined : entriesOf(root).some(({ key }) => WORDS.has(key));
  if (!isSchema) return { part: null, problems: problems.filter(({ undecided }) => undecided) };
  return { part: { document: packDocument(root, file.text) }, problems };
}

/** A YAML file of several documents is no schema. */
function rootOf(file: SourceFile): Pick<Reading<null>, 'problems'> & { readonly root: DocumentNode | undefined } {
  if (!/\.ya?ml$/i.test(file.path)) return parseJson(file);
  const { documents, problems } = parseYaml(file);
  return { root: documents.length === 1 ? documents[0] : undefined, problems };
}

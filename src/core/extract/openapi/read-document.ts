import type { SourceFile } from '../../../model/source.ts';
import type { Reading } from '../../plug-ins.ts';
import { at, entriesOf, entry, textAt, type DocumentNode } from '../../text/document-tree.ts';
import { parseJson } from '../../text/json-tree.ts';
import { packDocument } from '../../text/packed-document.ts';
import { parseYaml } from '../../text/yaml-tree.ts';
import type { OpenApiPart } from './part.ts';

const STATED = /(?:^[ \t]*|[{,]\s*)["']?(?:openapi|swagger)["']?\s*:\s*["']?[23]/m;
const FRAGMENT = /["']?(?:type|properties|allOf|oneOf|anyOf|responses|schema|content|\$ref|enum)["']?\s*:/;

export function readDocument(file: SourceFile, role: string): Reading<OpenApiPart> {
  const isStated = STATED.test(file.text);
  if (!isStated && (role === 'maybe' || (role === 'fragment' && !FRAGMENT.test(file.text)))) return { part: null, problems: [] };
  const { root, problems } = rootOf(file);
  if (!root) return isStated || role === 'api' ? { part: { document: null, isFragment: false }, problems } : { part: null, problems: [] };
  const isApi = isDescription(root);
  if (!isApi && (role !== 'fragment' || !isFragment(root))) return { part: null, problems: [] };
  return { part: { document: packDocument(root, file.text), isFragment: !isApi }, problems };
}

function rootOf(file: SourceFile): Pick<Reading<null>, 'problems'> & { readonly root: DocumentNode | undefined } {
  if (/\.json$/i.test(file.path)) return parseJson(file);
  const { documents, problems } = parseYaml(file);
  return { root: documents.find(isDescription) ?? (documents.length === 1 ? documents[0] : undefined), problems };
}

const isDescription = (root: DocumentNode): boolean => /^[23]/.test(textAt(root, 'openapi') ?? textAt(root, 'swagger') ?? '');

/** What a description may keep in a file of its own: paths, operations, schemas and the like, one or several under names. */
function isFragment(root: DocumentNode): boolean {
  if (root.kind !== 'map' || at(root, '$schema') || (at(root, 'apiVersion') && at(root, 'kind'))) return false;
  const entries = entriesOf(root);
  return isPiece(root) || (entries.length > 0 && entries.every(({ value }) => isPiece(value)));
}

const PIECES = [
  'type',
  'properties',
  'allOf',
  'oneOf',
  'anyOf',
  '$ref',
  'enum',
  'schema',
  'content',
  'responses',
  'in',
  'paths',
  'components',
  'schemas',
];

function isPiece(node: DocumentNode): boolean {
  return node.kind === 'map' && (PIECES.some((key) => entry(node, key)) || entriesOf(node).some(({ value }) => entry(value, 'responses')));
}

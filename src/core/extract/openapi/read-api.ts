import type { Documents } from '../../json-schema/documents.ts';
import { at, entriesOf, entry, textAt, type DocumentNode, type Entry } from '../../text/document-tree.ts';
import type { Api, NamedSchema, Operation } from './api.ts';
import { resolved, type Reader } from './resolved.ts';
import { readBody, readParameters, readResponses } from './read-message.ts';

const METHODS = 'get put post delete options head patch trace query';
const METHOD: ReadonlySet<string> = new Set(METHODS.split(' '));

export function readApi(root: DocumentNode, id: string, documents: Documents): Api {
  const isOld = textAt(root, 'swagger') !== undefined;
  const reader: Reader = { documents, root, isOld };
  const operations = [
    ...entriesOf(at(root, 'paths')).flatMap((one) => operationsOf(one, one.key, reader)),
    ...entriesOf(at(root, 'webhooks')).flatMap((one) => operationsOf(one, `webhook:${one.key}`, reader)),
  ];
  return { id, title: titleOf(root), file: root.location.file, root, operations, schemas: schemasOf(root, isOld) };
}

/** What people call the API; its file where it has no title. */
export const titleOf = (root: DocumentNode): string => textAt(root, 'info', 'title') ?? root.location.file;

function schemasOf(root: DocumentNode, isOld: boolean): readonly NamedSchema[] {
  const schemas = isOld ? at(root, 'definitions') : at(root, 'components', 'schemas');
  return entriesOf(schemas).map(({ key, keyLocation, value }) => ({ name: key, location: keyLocation, node: value }));
}

function operationsOf({ value }: Entry, path: string, reader: Reader): readonly Operation[] {
  const pathNode = resolved(value, reader);
  const others = entriesOf(at(pathNode, 'additionalOperations'));
  return [...entriesOf(pathNode).filter(({ key }) => METHOD.has(key.toLowerCase())), ...others]
    .filter((one) => !one.key.startsWith('x-') && one.value.kind === 'map')
    .map((one) => operationOf(one, path, pathNode, reader));
}

function operationOf({ key, keyLocation, value }: Entry, path: string, pathNode: DocumentNode, reader: Reader): Operation {
  const method = key.toUpperCase();
  const node = resolved(value, reader);
  const { parameters, inBody } = readParameters(entry(pathNode, 'parameters'), entry(node, 'parameters'), reader);
  return {
    name: `${method} ${path}`,
    key: `${method} ${path.replaceAll(/\{[^{}/]*\}/g, '{}')}`,
    method,
    path,
    location: keyLocation,
    node,
    pathNode,
    parameters,
    body: readBody(node, inBody, reader),
    responses: readResponses(node, reader),
  };
}

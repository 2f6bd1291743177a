import type { Part } from '../../compatibility/schema/shape.ts';
import { at, entriesOf, entry, itemsOf, textAt, type DocumentNode, type Entry } from '../../text/document-tree.ts';
import type { Body, Content, Parameter, Response } from './api.ts';
import { resolved, type Reader } from './resolved.ts';

const isTrue = (node: DocumentNode | undefined): boolean => node?.kind === 'scalar' && node.value === true;

export interface Parameters {
  readonly parameters: readonly Parameter[];
  /** OpenAPI 2 has the body among the parameters: as one, or as the fields of a form. */
  readonly inBody: readonly DocumentNode[];
}

/** Those of the path, then those of the operation, which replace them by name and place. */
export function readParameters(ofPath: Entry | undefined, ofOperation: Entry | undefined, reader: Reader): Parameters {
  const found = new Map<string, DocumentNode>();
  for (const item of [...itemsOf(ofPath?.value), ...itemsOf(ofOperation?.value)]) {
    const node = resolved(item, reader);
    found.set(`${textAt(node, 'in')} ${textAt(node, 'name')}`, node);
  }
  const nodes = [...found.values()].filter((node) => textAt(node, 'name') !== undefined);
  const isInBody = (node: DocumentNode): boolean => reader.isOld && /^(?:body|formData)$/.test(textAt(node, 'in') ?? '');
  return { parameters: nodes.filter((node) => !isInBody(node)).map((node) => parameterOf(node, reader)), inBody: nodes.filter(isInBody) };
}

function parameterOf(node: DocumentNode, reader: Reader): Parameter {
  const place = textAt(node, 'in') ?? 'query';
  const content = entriesOf(at(node, 'content'))[0];
  const name = entry(node, 'name');
  return {
    in: place,
    name: textAt(name?.value) ?? '',
    location: name?.value.location ?? node.location,
    isRequired: place === 'path' || isTrue(at(node, 'required')),
    schema: schemaOf(content ? content.value : node, reader, reader.isOld ? node : undefined),
    node,
    isText: content === undefined,
  };
}

function schemaOf(holder: DocumentNode, { documents }: Reader, own?: DocumentNode): Part | undefined {
  const found = entry(resolved(holder, { documents }), 'schema') ?? entry(holder, 'itemSchema');
  if (found) return { nodes: [found.value], location: found.keyLocation };
  return own ? { nodes: [own], location: own.location } : undefined;
}

export function readBody(node: DocumentNode, inBody: readonly DocumentNode[], reader: Reader): Body | undefined {
  if (reader.isOld) return readOldBody(node, inBody, reader);
  const found = entry(node, 'requestBody');
  if (!found) return undefined;
  const body = resolved(found.value, reader);
  return { location: found.keyLocation, isRequired: isTrue(at(body, 'required')), contents: contentsOf(body, reader) };
}

const contentsOf = (node: DocumentNode, reader: Reader): readonly Content[] =>
  entriesOf(at(node, 'content')).map(({ key, keyLocation, value }) => ({
    mediaType: key,
    location: keyLocation,
    schema: schemaOf(value, reader),
  }));

const FORM = 'multipart/form-data';

function readOldBody(node: DocumentNode, inBody: readonly DocumentNode[], reader: Reader): Body | undefined {
  const [first] = inBody;
  if (!first) return undefined;
  const isForm = textAt(first, 'in') === 'formData';
  const schema = isForm ? formOf(inBody) : schemaOf(first, reader);
  const isRequired = inBody.some((one) => isTrue(at(one, 'required')));
  return {
    location: first.location,
    isRequired,
    contents: oldContents(node, 'consumes', isForm ? FORM : JSON_TYPE, { schema, reader, at: first }),
  };
}

const JSON_TYPE = 'application/json';

interface OldContent {
  readonly schema: Part | undefined;
  readonly reader: Reader;
  readonly at: DocumentNode;
}

/** Media types stand beside the schema, for the operation or for the whole description. */
function oldContents(
  node: DocumentNode,
  key: 'consumes' | 'produces',
  usual: string,
  { schema, reader, at: place }: OldContent,
): readonly Content[] {
  const named = itemsOf(at(node, key) ?? at(reader.root, key));
  if (named.length === 0) return [{ mediaType: usual, location: place.location, schema }];
  return named.map((one) => ({ mediaType: textAt(one) ?? usual, location: one.location, schema }));
}

/** The fields of a form as one schema. */
function formOf(fields: readonly DocumentNode[]): Part {
  const location = fields[0]?.location ?? NOWHERE;
  const properties = fields.map((field) => ({
    key: textAt(field, 'name') ?? '',
    keyLocation: at(field, 'name')?.location ?? location,
    value: field,
  }));
  const required = fields.flatMap((field) => (isTrue(at(field, 'required')) ? (at(field, 'name') ?? []) : []));
  const entries: readonly Entry[] = [
    { key: 'type', keyLocation: location, value: { kind: 'scalar', location, value: 'object' } },
    { key: 'properties', keyLocation: location, value: { kind: 'map', location, entries: properties } },
    { key: 'required', keyLocation: location, value: { kind: 'list', location, items: required } },
  ];
  return { nodes: [{ kind: 'map', location, entries }], location };
}

const NOWHERE = { file: '', start: { line: 1, column: 1, offset: 0 }, end: { line: 1, column: 1, offset: 0 } };

export function readResponses(node: DocumentNode, reader: Reader): readonly Response[] {
  return entriesOf(at(node, 'responses'))
    .filter(({ key }) => !key.startsWith('x-'))
    .map(({ key, keyLocation, value }) => {
      const response = resolved(value, reader);
      return {
        status: key,
        location: keyLocation,
        contents: reader.isOld ? oldResponse(node, response, reader) : contentsOf(response, reader),
        headers: entriesOf(at(response, 'headers')).map((one) => headerOf(one, reader)),
      };
    });
}

function oldResponse(node: DocumentNode, response: DocumentNode, reader: Reader): readonly Content[] {
  const schema = schemaOf(response, reader);
  return schema ? oldContents(node, 'produces', JSON_TYPE, { schema, reader, at: response }) : [];
}

function headerOf({ key, keyLocation, value }: Entry, reader: Reader): Parameter {
  const node = resolved(value, reader);
  const schema = schemaOf(node, reader, reader.isOld ? node : undefined);
  return { in: 'header', name: key, location: keyLocation, isRequired: isTrue(at(node, 'required')), schema, node, isText: true };
}

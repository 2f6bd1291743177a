import { at, entriesOf, textAt, type DocumentNode } from '../../text/document-tree.ts';
import { intrinsicOf } from './intrinsic.ts';
import { subParts } from './sub-parts.ts';
import { resourcesOf, type Resource } from './template.ts';
import { spanOf, type Found } from '../../infrastructure/found.ts';
import type { Location } from '../../../model/source.ts';
import type { Edge, Graph, Vertex } from '../../resources/graph.ts';
import type { Value, ValueMap } from '../../resources/value.ts';

/** The resources of a template and what refers to what. */
export function templateGraph(path: string, root: DocumentNode, text: string): Graph {
  const resources = resourcesOf(root, text);
  const byId = new Map(resources.map((resource) => [resource.id, vertexOf(path, resource)]));
  const written = new Map(entriesOf(at(root, 'Resources')).map(({ key, value }) => [key, value]));
  const edges = [...byId].flatMap(([id, from]) => {
    const names = new Set(namesIn(written.get(id)));
    return [...names].flatMap((name): readonly Edge[] => {
      const to = byId.get(name);
      return to && to !== from ? [{ from, to }] : [];
    });
  });
  return { vertices: [...byId.values()], edges };
}

function vertexOf(path: string, { id, type, properties, location }: Resource): Vertex {
  const attributes = valueOf(properties);
  return {
    address: `${type}.${id}`,
    type,
    asset: `cloudformation:${path}:${id}`,
    location,
    attributes: attributes instanceof Map ? (attributes as ValueMap) : new Map<string, Value>(),
    placeOf: (name) => placeIn(properties, name),
  };
}

/** Readers bound how deep a template is. */
function valueOf(node: DocumentNode): Value {
  if (node.kind === 'scalar') return node.unknown === undefined ? node.value : { unknown: node.unknown };
  if (node.kind === 'list') return node.items.map(valueOf);
  return new Map(node.entries.map(({ key, value }) => [key, valueOf(value)]));
}

function placeIn(properties: DocumentNode, path: string): Location | undefined {
  let here: DocumentNode = properties;
  let found: Location | undefined;
  for (const name of path.split(/[.[\]]+/).filter((one) => one !== '' && one !== '*')) {
    const next = stepIn(here, name);
    if (!next) break;
    [here, found] = [next.node, next.location];
  }
  return found;
}

function stepIn(node: DocumentNode, name: string): Found | undefined {
  const own = entriesOf(node).find(({ key }) => key === name);
  if (own) return { node: own.value, location: spanOf(own) };
  const item = node.kind === 'list' ? node.items[/^\d+$/.test(name) ? Number(name) : 0] : undefined;
  return item && { node: item, location: item.location };
}

/** Everything that a resource names: by a function, or as what it depends on. */
function namesIn(resource: DocumentNode | undefined): readonly string[] {
  if (!resource) return [];
  const depends = at(resource, 'DependsOn');
  const named = depends?.kind === 'list' ? depends.items.flatMap((one) => textAt(one) ?? []) : depends ? [textAt(depends) ?? ''] : [];
  return [...named, ...namesInFunctions(at(resource, 'Properties'))];
}

function namesInFunctions(node: DocumentNode | undefined): readonly string[] {
  if (!node) return [];
  const intrinsic = intrinsicOf(node);
  if (intrinsic?.name === 'Ref') return [textAt(intrinsic.argument) ?? ''];
  if (intrinsic?.name === 'GetAtt') return [firstName(intrinsic.argument)];
  if (intrinsic?.name === 'Sub') return [...subNames(intrinsic.argument), ...innerNames(intrinsic.argument)];
  return innerNames(intrinsic?.argument ?? node);
}

function innerNames(node: DocumentNode): readonly string[] {
  if (node.kind === 'list') return node.items.flatMap(namesInFunctions);
  return node.kind === 'map' ? node.entries.flatMap(({ value }) => namesInFunctions(value)) : [];
}

const firstName = (argument: DocumentNode): string =>
  (argument.kind === 'list' ? argument.items[0] && textAt(argument.items[0]) : textAt(argument))?.split('.', 1)[0] ?? '';

function subNames(argument: DocumentNode): readonly string[] {
  const text = textAt(argument.kind === 'list' ? (argument.items[0] ?? argument) : argument) ?? '';
  return subParts(text).flatMap((part) => (part.is === 'name' ? [part.name.split('.', 1)[0] ?? ''] : []));
}

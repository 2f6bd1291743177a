import type { DocumentNode } from '../../text/document-tree.ts';
import { findAll } from '../../infrastructure/found.ts';
import { COMPANIONS } from './kinds.ts';
import type { Others } from './resource-facts.ts';
import { lengthOf } from './scope.ts';
import type { Resource } from './template.ts';

/** What policies may weigh in all, each as often as there are resources that it is about, in letters. */
const MAX_WEIGHT = 20_000_000;

/** The properties by which resources are called from outside of a template. */
const NAMES = ['BucketName', 'QueueName', 'TopicName', 'TableInput.Name', 'TableName', 'Name', 'DomainName'];

/** What each resource can ask of the others. A policy that is about very many resources counts for the first of them. */
export function othersOf(resources: readonly Resource[]): (resource: Resource) => Others {
  const byId = new Map(resources.map((resource) => [resource.id, resource]));
  const beside = companionsById(resources);
  return ({ id }) => ({
    named: (name) => byId.get(name),
    companions: (type) => beside.get(id)?.get(type) ?? [],
  });
}

type Beside = ReadonlyMap<string, ReadonlyMap<string, readonly Resource[]>>;

function companionsById(resources: readonly Resource[]): Beside {
  const byName = new Map(resources.flatMap((resource) => namesOf(resource).map((name) => [name, resource.id] as const)));
  let weight = 0;
  const pairs = resources.flatMap((companion) => {
    const path = COMPANIONS.get(companion.type);
    const subjects = path === undefined ? [] : new Set(findAll(companion.properties, path).flatMap(({ node }) => targetsIn(node, byName)));
    return [...subjects].flatMap((subject) => {
      weight += lengthOf(companion.properties);
      return weight > MAX_WEIGHT ? [] : [{ subject, companion }];
    });
  });
  const bySubject = Map.groupBy(pairs, ({ subject }) => subject);
  return new Map([...bySubject].map(([subject, found]) => [subject, byType(found.map(({ companion }) => companion))]));
}

const byType = (companions: readonly Resource[]): ReadonlyMap<string, readonly Resource[]> => Map.groupBy(companions, ({ type }) => type);

/** By reference, or by the same name, known or not: two that are called `!Sub data-${AWS::Region}` are one. */
function targetsIn(node: DocumentNode, byName: ReadonlyMap<string, string>): readonly string[] {
  if (node.kind === 'list') return node.items.flatMap((item) => targetsIn(item, byName));
  if (node.kind === 'map') return node.entries.flatMap(({ value }) => targetsIn(value, byName));
  if (node.refersTo !== undefined) return [node.refersTo];
  const named = byName.get(nameIn(node) ?? '');
  return named === undefined ? [] : [named];
}

function namesOf({ type, properties }: Resource): readonly string[] {
  if (COMPANIONS.has(type)) return [];
  return NAMES.flatMap((path) => findAll(properties, path).slice(0, 1)).flatMap(({ node }) =>
    node.kind === 'scalar' ? (nameIn(node) ?? []) : [],
  );
}

const nameIn = ({ value, unknown }: Extract<DocumentNode, { kind: 'scalar' }>): string | undefined =>
  unknown ?? (value === null || value === '' ? undefined : String(value));

import { pairDeclarations } from '../../compatibility/pair-declarations.ts';
import type { SchemaComparison } from '../../compatibility/schema/compare-schemas.ts';
import type { SchemaChange } from '../../compatibility/schema/schema-change.ts';
import type { Part } from '../../compatibility/schema/shape.ts';
import { entry, textAt } from '../../text/document-tree.ts';
import type { Operation, Parameter } from './api.ts';
import type { Say } from './difference-sink.ts';
import { asText } from './weigh-change.ts';
import { sayChanges } from './say-changes.ts';

interface Way {
  readonly say: Say;
  readonly comparison: SchemaComparison;
}

const pathOf = (parameter: Parameter): string => `${parameter.in}.${parameter.name}`;

/** Those in the path by their order, so that another name is no other parameter; headers in any case of letters. */
function keysOf({ path, parameters }: Operation): ReadonlyMap<Parameter, string> {
  const places = new Map([...path.matchAll(/\{([^{}/]*)\}/g)].map((match, index) => [match[1] ?? '', index]));
  return new Map(
    parameters.map((one) => {
      const name = one.in === 'path' ? String(places.get(one.name) ?? one.name) : one.in === 'header' ? one.name.toLowerCase() : one.name;
      return [one, `${one.in} ${name}`] as const;
    }),
  );
}

export function compareParameters(base: Operation, head: Operation, way: Way): void {
  const keys = new Map([...keysOf(base), ...keysOf(head)]);
  const { pairs, removed, added } = pairDeclarations(base.parameters, head.parameters, (one) => keys.get(one) ?? '');
  for (const one of removed)
    way.say({ kind: 'removed', path: pathOf(one), words: 'is removed; servers may refuse or pass over it', location: one.location });
  for (const one of added) {
    // A place in the path was there before, whether a parameter told of it or not.
    const isNeeded = one.isRequired && one.in !== 'path';
    const words = isNeeded ? 'is new and needs a value' : 'is new';
    way.say({ kind: 'added', path: pathOf(one), breaks: isNeeded, words, location: one.location });
  }
  for (const [before, after] of pairs) compareParameter(before, after, way);
}

function compareParameter(base: Parameter, head: Parameter, { say, comparison }: Way): void {
  if (base.isRequired !== head.isRequired)
    say({
      kind: head.isRequired ? 'newly-required' : 'no-longer-required',
      path: pathOf(head),
      breaks: head.isRequired,
      words: head.isRequired ? 'now needs a value' : 'may now be left out',
      location: head.location,
    });
  const changes = asList(base, head, comparison) ?? comparison.compare(base.schema, head.schema);
  sayChanges(head.isText ? changes.map((change) => asText(change, 'request')) : changes, { say, path: pathOf(head), direction: 'request' });
}

/** `?id=1` is also a list of one, where lists are written by repeating or by commas. Nothing at all is then as good as null. */
function asList(base: Parameter, head: Parameter, comparison: SchemaComparison): readonly SchemaChange[] | undefined {
  const items = itemsPart(head);
  if (!base.isText || !head.isText || !items || itemsPart(base) || needsSeveral(head)) return undefined;
  const changes = comparison.compare(base.schema, items);
  return typesOf(head).includes('null') ? changes.filter(({ words }) => words !== 'may no longer be null') : changes;
}

function typesOf({ schema }: Parameter): readonly string[] {
  const type = entry(schema?.nodes[0], 'type')?.value;
  return type?.kind === 'list' ? type.items.flatMap((item) => textAt(item) ?? 'null') : [textAt(type) ?? ''];
}

function itemsPart(parameter: Parameter): Part | undefined {
  const isList = typesOf(parameter).includes('array') && typesOf(parameter).every((type) => type === 'array' || type === 'null');
  const found = isList ? entry(parameter.schema?.nodes[0], 'items') : undefined;
  return found && { nodes: [found.value], location: found.keyLocation };
}

const needsSeveral = ({ schema }: Parameter): boolean => Number(textAt(schema?.nodes[0], 'minItems') ?? 0) > 1;

import type { Documents } from '../../json-schema/documents.ts';
import { textAt, type DocumentNode } from '../../text/document-tree.ts';
import { compareAlternatives, type Alternative, type Identity } from './compare-alternatives.ts';
import { compareLimits } from './compare-limits.ts';
import { compareObjects } from './compare-objects.ts';
import { compareOthers } from './compare-parts.ts';
import { compareExtensible, compareNotes, compareTypes, compareValues, ownChange } from './compare-values.ts';
import { openMemory, type Memory } from './memory.ts';
import { readShape } from './read-shape.ts';
import { referencesOfSame } from './same-tree.ts';
import type { SchemaChange } from './schema-change.ts';
import type { Part, Shape } from './shape.ts';
import { ALL_TYPES } from './type-set.ts';

/** Compares schemas of two sides. What was compared once is known: schemas are shared, and may hold themselves. */
export interface SchemaComparison {
  compare(base: Part | undefined, head: Part | undefined): readonly SchemaChange[];
}

/** Pairs of schemas that may be compared, and alternatives that one schema may have, before it counts as too large to tell. */
const MAX_PAIRS = 100_000;
const MAX_ALTERNATIVES = 150;
const MAX_CHANGES = 1000;
/** Schemas in schemas, references followed: as deep as the stack is sure to hold. */
const MAX_DEPTH = 300;

export function openComparison(base: Documents, head: Documents, identity: Identity = 'values'): SchemaComparison {
  const state: State = {
    base,
    head,
    identity,
    ids: new Map(),
    shapes: new Map(),
    memory: openMemory(),
    pairs: MAX_PAIRS,
    depth: 0,
  };
  return { compare: (before, after) => compareParts(state, before, after) };
}

interface State {
  readonly base: Documents;
  readonly head: Documents;
  readonly identity: Identity;
  readonly ids: Map<DocumentNode, number>;
  /** Undefined where there are too many. */
  readonly shapes: Map<string, readonly Alternative[] | undefined>;
  readonly memory: Memory;
  pairs: number;
  depth: number;
}

const ANYTHING: Part = {
  nodes: [],
  location: { file: '', start: { line: 1, column: 1, offset: 0 }, end: { line: 1, column: 1, offset: 0 } },
};

function compareParts(state: State, base: Part = ANYTHING, head: Part = ANYTHING): readonly SchemaChange[] {
  const key = `${keyOf(base.nodes, state)}>${keyOf(head.nodes, state)}`;
  const known = state.memory.known(key);
  if (known) return known;
  if (--state.pairs < 0 || state.depth > MAX_DEPTH) return [tooLarge(head === ANYTHING ? base : head)];
  state.depth++;
  const changes = state.memory.within(key, () => (isUnchanged(base, head, state) ? [] : findChanges(base, head, state)));
  state.depth--;
  return changes;
}

function findChanges(base: Part, head: Part, state: State): readonly SchemaChange[] {
  const [before, after] = [alternativesOf(base.nodes, 'base', state), alternativesOf(head.nodes, 'head', state)];
  const found =
    before && after
      ? compareAlternatives(before, after, (one, other) => compareShapes(one, other, state), state.identity)
      : compareWide(base, head, state);
  const few = found.length > MAX_CHANGES ? [...found.slice(0, MAX_CHANGES), tooLarge(head)] : found;
  return few.map((change) => (change.location.file === '' ? at(change, base, head) : change));
}

/** Written alike, with references that lead to what did not change either. */
function isUnchanged(base: Part, head: Part, state: State): boolean {
  const [before, after] = [base.nodes[0], head.nodes[0]];
  if (base.nodes.length !== 1 || head.nodes.length !== 1 || !before || !after) return false;
  const references = referencesOfSame(before, after);
  if (!references || references.some(([one]) => one === before)) return false;
  return references.every(([one, other]) => compareParts(state, partOf(one), partOf(other)).length === 0);
}

const partOf = (node: DocumentNode): Part => ({ nodes: [node], location: node.location });

/** Of more alternatives than can be weighed against each other, each is weighed against the one in its place. */
function compareWide(base: Part, head: Part, state: State): readonly SchemaChange[] {
  const [before, after] = [wholeShape(base.nodes, 'base', state), wholeShape(head.nodes, 'head', state)];
  const pairs = before.unions.map((union, index) => [union.members, after.unions[index]?.members ?? []] as const);
  const isAlike = before.unions.length === after.unions.length && pairs.every(([olds, news]) => olds.length === news.length);
  if (!isAlike) return [tooLarge(head)];
  const members = pairs.flatMap(([olds, news]) =>
    olds.flatMap((old, index) => compareParts(state, partOf(old), news[index] && partOf(news[index]))),
  );
  return [...compareShapes(before, after, state), ...members];
}

const wholeShape = (nodes: readonly DocumentNode[], side: 'base' | 'head', state: State): Shape =>
  readShape(nodes, state[side], `${keyOf(nodes, state)}*`);

/** What is compared with nothing has its place on the other side. */
const at = (change: SchemaChange, base: Part, head: Part): SchemaChange => ({
  ...change,
  location: (head === ANYTHING ? base : head).location,
});

const tooLarge = ({ location }: Part): SchemaChange =>
  ownChange({
    aspect: 'unresolved',
    kind: 'type-changed',
    effect: 'none',
    location,
    unknown: 'a schema that its references make too large',
    words: 'is too large to be compared whole',
  });

function keyOf(nodes: readonly DocumentNode[], { ids }: State): string {
  return nodes
    .map((node) => {
      const id = ids.get(node) ?? ids.size;
      ids.set(node, id);
      return id;
    })
    .join('&');
}

/** The shapes of which one must hold; undefined where there are too many. */
function alternativesOf(nodes: readonly DocumentNode[], side: 'base' | 'head', state: State): readonly Alternative[] | undefined {
  const key = `${side} ${keyOf(nodes, state)}`;
  if (state.shapes.has(key)) return state.shapes.get(key);
  state.shapes.set(key, undefined);
  const done: Alternative[] = [];
  const todo: Choice[] = [{ nodes, expanded: new Set(), isExclusive: false }];
  for (let choice = todo.pop(); choice; choice = todo.pop()) {
    const { nodes: all, expanded, ...chosen } = choice;
    const shape = readShape(all, state[side], keyOf(all, state), expanded);
    const [union] = shape.unions;
    if (!union) done.push({ shape, ...chosen });
    else if (todo.length + done.length + union.members.length > MAX_ALTERNATIVES) return undefined;
    else
      todo.push(
        ...union.members.toReversed().map((one) => ({
          nodes: [...all, one],
          expanded: new Set([...expanded, union.list]),
          isExclusive: union.isExclusive,
          member: one,
          ...namedBy(choice.name, one),
        })),
      );
  }
  state.shapes.set(key, done);
  return done;
}

interface Choice {
  readonly nodes: readonly DocumentNode[];
  readonly expanded: ReadonlySet<DocumentNode>;
  readonly isExclusive: boolean;
  readonly member?: DocumentNode;
  readonly name?: string;
}

/** Of an alternative in an alternative, both names. */
function namedBy(outer: string | undefined, member: DocumentNode): { readonly name?: string } {
  const own = textAt(member, '$ref') ?? textAt(member, 'title');
  if (own === undefined && outer === undefined) return {};
  return { name: `${outer ?? ''}/${own ?? ''}` };
}

/** Alternatives are asked for more than once. */
function compareShapes(base: Shape, head: Shape, state: State): readonly SchemaChange[] {
  const key = `shape ${base.key}>${head.key}`;
  const known = state.memory.known(key);
  if (known) return known;
  const isTooMuch = --state.pairs < 0;
  return state.memory.remember(key, isTooMuch ? [tooLarge({ nodes: [], location: head.location })] : shapeChanges(base, head, state));
}

function shapeChanges(base: Shape, head: Shape, state: State): readonly SchemaChange[] {
  if (base.types === 0 && head.types === 0) return [];
  const inner = { compare: (before: Part | undefined, after: Part | undefined) => compareParts(state, before, after) };
  const [ofBase, ofHead] = [onlyIn('base', state), onlyIn('head', state)];
  const changes = [...compareUnresolved(base, head), ...compareTypes(base, head)];
  if ((base.types & head.types) === 0) return changes;
  return [
    ...changes,
    ...compareValues(base, head),
    ...compareExtensible(base, head),
    ...compareLimits(base, head),
    ...compareObjects(base, head, inner, (part) => ofHead(part) ?? ofBase(part)),
    ...compareOthers(base, head, inner),
    ...compareNotes(base, head),
  ];
}

/** Whether a part is only read or only written. */
function onlyIn(side: 'base' | 'head', state: State): (part: Part | undefined) => SchemaChange['only'] {
  return (part) => {
    const shape = part && alternativesOf(part.nodes, side, state)?.[0]?.shape;
    if (!shape || shape.isReadOnly === shape.isWriteOnly) return undefined;
    return shape.isReadOnly ? 'read' : 'write';
  };
}

/** The same reference on both sides means the same; what is behind another cannot be told. */
function compareUnresolved(base: Shape, head: Shape): readonly SchemaChange[] {
  const others = [...base.unresolved, ...head.unresolved].filter((one) => base.unresolved.has(one) !== head.unresolved.has(one));
  if (others.length === 0) return [];
  const isOpen = base.types === ALL_TYPES || head.types === ALL_TYPES;
  return [
    ownChange({
      aspect: 'unresolved',
      kind: 'type-changed',
      effect: 'none',
      location: head.location,
      unknown: others.join(', '),
      words: isOpen ? `is given by \`${others.join(', ')}\`, which is not in this repository` : `is also given by \`${others.join(', ')}\``,
    }),
  ];
}

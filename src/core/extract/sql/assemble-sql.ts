import type { Asset, AssetChange, Field } from '../../../model/asset.ts';
import type { LineageEdge } from '../../../model/lineage.ts';
import type { Assembly, UnitFile } from '../../plug-ins.ts';
import { completed, unitFlows, type Known } from './assemble-flows.ts';
import { applyStep } from './apply-step.ts';
import { changeOf } from './change-of.ts';
import { mergeFacts, withoutFacts } from './facts.ts';
import type { Dialect } from '../../sql/dialect.ts';
import type { Name } from '../../sql/names.ts';
import { effectOf, loneFiles, type Effect } from './lone-files.ts';
import type { Declared, SqlPart, Step } from './part.ts';
import { assetOf, idOf, maskByTags, type State, type TagMask } from './state.ts';

/**
 * The state that all statements leave, in the order of their files (V2 before V10) and of their place in each. A statement that changes
 * what its own file does not create is a declared change too: somebody may rely on what was there.
 */
export function assembleSql(files: readonly UnitFile<SqlPart>[]): Assembly {
  const all: Unit = { states: new Map(), tagMasks: new Map(), byLast: new Map(), budget: { fields: MOST_COPIED } };
  const { states, tagMasks } = all;
  const changes: AssetChange[] = [];
  const usual = usualDialect(files);
  const lone = loneFiles(files);
  for (const { path, part } of inOrder(files)) {
    const dialect = part.dialect === 'ansi' ? usual : part.dialect;
    const effect = lone.has(part) ? effectOf(part, `${dialect} ${path}`, () => applyAlone({ path, part }, dialect)) : undefined;
    for (const [id, state] of effect?.states ?? []) states.set(id, state);
    for (const change of effect?.changes ?? applyFile({ path, part }, dialect, all)) changes.push(change);
  }
  const kept = [...states.values()].filter((state) => !state.dropped);
  const assets = kept.map((state) => assetAt(maskByTags(state, tagMasks)));
  const { edges, made } = unitFlows(
    files.flatMap(({ part }) => part.flows),
    columnsOf(assets),
  );
  const whole = assets.map((asset) => completed(asset, made));
  return { assets: withUpstream(whole, edges), changes, problems: [], edges };
}

type SqlFile = Pick<UnitFile<SqlPart>, 'path' | 'part'>;

/** What the statements of a file order, applied to what those before it left. */
function applyFile({ path, part }: SqlFile, dialect: Dialect, all: Unit): readonly AssetChange[] {
  const created = new Set<string>();
  const ordered = part.statements.flatMap((declared) => applyStatement(declared, { ...all, path, dialect, created }));
  // What a file drops and declares anew is changed, not removed: comparing both states tells how.
  return ordered.filter(({ kind, asset, renamedTo }) => kind !== 'removed' || renamedTo !== undefined || !created.has(asset));
}

function applyAlone(file: SqlFile, dialect: Dialect): Effect {
  const alone: Unit = { states: new Map(), tagMasks: new Map(), byLast: new Map(), budget: { fields: 0 } };
  const changes = applyFile(file, dialect, alone);
  return { states: alone.states, changes };
}

/** By states that no other statement changes any more. */
const assetsOf = new WeakMap<State, Asset>();

function assetAt(state: State): Asset {
  const asset = assetsOf.get(state) ?? assetOf(state);
  assetsOf.set(state, asset);
  return asset;
}

/** A file that shows no dialect is in the one that most of the repository's files show, where they agree. */
function usualDialect(files: readonly UnitFile<SqlPart>[]): Dialect {
  const shown = files.flatMap(({ part }) => (part.dialect === 'ansi' ? [] : [part.dialect]));
  const [most] = [...Map.groupBy(shown, (dialect) => dialect)].sort(([, some], [, others]) => others.length - some.length);
  return most && most[1].length * 4 >= shown.length * 3 ? most[0] : 'ansi';
}

/** Of tables whose columns are all told. */
function columnsOf(assets: readonly Asset[]): Known {
  const told = assets.filter(({ kind, partial, fields }) => (kind === 'table' || kind === 'view') && !partial && fields.length > 0);
  return new Map(told.map(({ name, fields }) => [name.toLowerCase(), fields.map((field) => field.name)]));
}

/** Fields say which columns they come from, where the text tells all of them. */
function withUpstream(assets: readonly Asset[], edges: readonly LineageEdge[]): readonly Asset[] {
  const byTarget = Map.groupBy(
    edges.filter(({ to, from }) => to.field !== undefined && to.field !== '*' && from.field !== undefined),
    ({ to }) => to.asset,
  );
  return assets.map((asset) => {
    const own = byTarget.get(`relation:${asset.name.toLowerCase()}`);
    if (!own || (asset.kind !== 'table' && asset.kind !== 'view')) return asset;
    const byField = Map.groupBy(own, ({ to }) => to.field?.toLowerCase());
    return { ...asset, fields: asset.fields.map((field) => upstreamField(field, byField.get(field.name.toLowerCase()))) };
  });
}

function upstreamField(field: Field, edges: readonly LineageEdge[] | undefined): Field {
  const [first] = edges ?? [];
  if (!first || !edges || field.facts['upstream']) return field;
  const value = edges.map(({ from }) => `${from.asset.replace(/^relation:/, '')}.${from.field}`);
  const parts = Object.fromEntries(edges.map(({ location }, index) => [String(index), location]));
  return { ...field, facts: { ...field.facts, upstream: { value: [...new Set(value)], location: first.location, parts } } };
}

/** Copies of wide tables would cost the square of their text: behind this many fields, copies are known in part. */
interface Budget {
  fields: number;
}

const MOST_COPIED = 50_000;

/** What is known of a unit while its statements are applied. */
interface Unit {
  readonly budget: Budget;
  readonly states: Map<string, State>;
  /** Ids by the last part of their name. */
  readonly byLast: Map<string, string[]>;
  /** Masking policies that hang on tags, by the tag's own name. */
  readonly tagMasks: Map<string, TagMask[]>;
}

interface Applying extends Unit {
  readonly path: string;
  readonly dialect: Dialect;
  readonly created: Set<string>;
}

function applyStatement(declared: Declared, applying: Applying): readonly AssetChange[] {
  const { states, created, tagMasks, path, dialect } = applying;
  const id = knownId(declared, applying);
  const changes: AssetChange[] = [];
  for (const step of declared.steps) {
    const before = states.get(id);
    if (step.do === 'mask-tag') keepTagMask(declared.name.key, step, tagMasks);
    const isNew = step.do === 'declare' && !created.has(id);
    if (!created.has(id) && !isNew) changes.push(...changeOf(step, { declared, before, path, dialect, id }));
    if (isNew) created.add(id);
    const source =
      step.do === 'declare' && step.like ? states.get(knownId({ ...declared, name: step.like.name, steps: [] }, applying)) : undefined;
    const after = applyStep(before, source ? withFieldsOf(source, step, applying.budget) : step, { declared, path, dialect, id });
    if (after) states.set(id, after);
    if (step.do === 'rename' && after) moveTo(step.to, id, after, applying);
    if (step.do === 'swap') swap(id, knownId({ ...declared, name: step.to }, applying), applying);
  }
  return changes;
}

/** Where more names than this end alike, a short one tells none of them. */
const MOST_ALIKE = 100;

/**
 * The id under which a thing is known already: `s.t` and `db.s.t` are one table, where only one of that name is known. A declaration keeps
 * its own name unless what is known was only spoken of.
 */
function knownId(declared: Declared, { states, byLast }: Applying): string {
  const id = idOf(declared);
  const last = id.slice(Math.max(id.lastIndexOf('.'), id.indexOf(':')) + 1);
  const ids = byLast.get(last) ?? [];
  byLast.set(last, ids);
  if (!states.has(id)) {
    const declares = declared.steps.some((step) => step.do === 'declare');
    const same = ids.length > MOST_ALIKE ? [] : ids.filter((other) => isSameName(id, other) && !(declares && states.get(other)?.declared));
    const [only] = same;
    if (same.length === 1 && only !== undefined) return only;
    if (ids.length > MOST_ALIKE || !ids.includes(id)) ids.push(id);
  }
  return id;
}

/** Whether one name is the other with fewer parts in front. */
function isSameName(one: string, other: string): boolean {
  const [some, others] = [one.slice(one.lastIndexOf(':') + 1), other.slice(other.lastIndexOf(':') + 1)];
  if (one.slice(0, one.lastIndexOf(':')) !== other.slice(0, other.lastIndexOf(':'))) return false;
  const [short, long] = some.length < others.length ? [some, others] : [others, some];
  return short.includes('.') && long.endsWith(`.${short}`);
}

function keepTagMask(key: string, { policy, scope, value }: Extract<Step, { do: 'mask-tag' }>, tagMasks: Map<string, TagMask[]>): void {
  const tag = key.slice(key.lastIndexOf('.') + 1);
  tagMasks.set(tag, [...(tagMasks.get(tag) ?? []).slice(-99), { policy, scope, value }]);
}

function moveTo(to: Name, from: string, state: State, { states, created, byLast }: Applying): void {
  const id = `${from.slice(0, from.lastIndexOf(':') + 1)}${to.key}`;
  states.delete(from);
  states.set(id, { ...state, id, name: to.shown, location: to.location });
  const last = to.key.slice(to.key.lastIndexOf('.') + 1);
  const ids = byLast.get(last) ?? [];
  byLast.set(last, ids);
  if (ids.length < MOST_ALIKE && !ids.includes(id)) ids.push(id);
  if (created.has(from)) created.add(id);
}

/** A table made like another has that one's columns, as far as they are known, before its own. */
function withFieldsOf(source: State, step: Step, budget: Budget): Step {
  if (step.do !== 'declare' || !step.like || source.dropped || source.fields.size > budget.fields) return step;
  budget.fields -= source.fields.size;
  const { whole } = step.like;
  const own = new Set(step.fields.map(({ name }) => name));
  const taken = [...source.fields.values()].filter(({ name }) => !own.has(name));
  const fields = whole
    ? taken
    : taken.map((field) => ({ ...field, facts: withoutFacts(field.facts, ['masking', 'tags', 'classification']) }));
  const governed = whole ? source.facts : {};
  const { tags, row_filter } = governed;
  const facts = mergeFacts({ ...(tags ? { tags } : {}), ...(row_filter ? { row_filter } : {}) }, step.facts);
  return { ...step, fields: [...fields, ...step.fields], facts, partial: source.partial };
}

/** Two tables take each other's columns, options and grants. Source: Snowflake, "ALTER TABLE", SWAP WITH. */
function swap(one: string, other: string, { states }: Applying): void {
  const [first, second] = [states.get(one), states.get(other)];
  if (!first || !second) return;
  states.set(one, { ...second, id: first.id, name: first.name, location: first.location, extent: first.extent });
  states.set(other, { ...first, id: second.id, name: second.name, location: second.location, extent: second.extent });
}

/** Numbers in paths compare as numbers, so that migrations come in the order in which they run. */
function inOrder(files: readonly UnitFile<SqlPart>[]): readonly UnitFile<SqlPart>[] {
  const split = files.map((file) => ({ file, chunks: file.path.split(/(\d+)/) }));
  return split.sort((one, other) => naturalOrder(one.chunks, other.chunks)).map(({ file }) => file);
}

function naturalOrder(some: readonly string[], others: readonly string[]): number {
  for (let at = 0; at < Math.min(some.length, others.length); at++) {
    const [left = '', right = ''] = [some[at], others[at]];
    if (left === right) continue;
    const byNumber = Number(left) - Number(right);
    return Number.isNaN(byNumber) || byNumber === 0 ? Number(left > right) - Number(left < right) : byNumber;
  }
  return some.length - others.length;
}

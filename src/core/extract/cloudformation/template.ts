import type { Location } from '../../../model/source.ts';
import { at, entriesOf, entry, itemsOf, textAt, type DocumentNode, type Entry } from '../../text/document-tree.ts';
import { spanOf, textsIn } from '../../infrastructure/found.ts';
import { entriesOfLoop } from './for-each.ts';
import { withGlobals } from './globals.ts';
import { LOOP } from './intrinsic.ts';
import { newBudget, type Scope } from './scope.ts';
import { settle, unknownAt } from './settle.ts';

/** A resource of a template, its properties settled. */
export interface Resource {
  readonly id: string;
  readonly type: string;
  readonly properties: DocumentNode;
  /** The logical id as written, without quotes. */
  readonly location: Location;
  readonly extent: Location;
  readonly typeLocation: Location;
}

/** The resources of a template in their order, those of loops and of the serverless transform among them. */
export function resourcesOf(root: DocumentNode, text: string): readonly Resource[] {
  const entries = entriesOf(at(root, 'Resources'));
  const scope = scopeOf(root, entries);
  return entries.flatMap((one) => {
    if (!one.key.startsWith(LOOP)) return resourceOf(one, scope, root, text);
    return entriesOfLoop(one, scope, settle).flatMap(({ entry: made, inner }) => resourceOf(made, inner, root, text));
  });
}

/** A type may be a directive of a tool (`Rain::Module: path`); it then goes by what that names. */
function resourceOf(one: Entry, scope: Scope, root: DocumentNode, text: string): readonly Resource[] {
  const typed = entry(one.value, 'Type');
  const type = typed && (textAt(typed.value) ?? textAt(entriesOf(typed.value)[0]?.value));
  if (!typed || type === undefined) return [];
  const own = at(one.value, 'Properties');
  const whole = withGlobals(type, own, at(root, 'Globals'), scope.budget);
  const properties = whole && settle(whole, scope);
  const empty: DocumentNode = { kind: 'map', location: one.keyLocation, entries: [] };
  const places = { location: bare(one.keyLocation, text), extent: spanOf(one), typeLocation: typed.value.location };
  return [{ id: one.key, type, properties: properties ?? empty, ...places }];
}

/** A key in quotes without them. */
function bare(location: Location, text: string): Location {
  const { start, end } = location;
  if (!/["']/.test(text.charAt(start.offset)) || end.offset - start.offset < 2) return location;
  return {
    ...location,
    start: { ...start, column: start.column + 1, offset: start.offset + 1 },
    end: { ...end, column: end.column - 1, offset: end.offset - 1 },
  };
}

function scopeOf(root: DocumentNode, resources: readonly Entry[]): Scope {
  const bareScope: Scope = {
    parameters: new Map(entriesOf(at(root, 'Parameters')).map(({ key, value }) => [key, defaultOf(value)])),
    resources: new Set(),
    mappings: at(root, 'Mappings'),
    conditions: new Map(entriesOf(at(root, 'Conditions')).map(({ key, value }) => [key, value])),
    told: new Map(),
    loops: new Map(),
    budget: newBudget(),
  };
  const made = resources.filter(({ key }) => key.startsWith(LOOP)).flatMap((loop) => entriesOfLoop(loop, bareScope, settle));
  const ids = [...resources, ...made.map((one) => one.entry)].map(({ key }) => key);
  return { ...bareScope, resources: new Set(ids), budget: newBudget() };
}

/** What a parameter is unless whoever makes the stack says otherwise; undefined where only they know. */
function defaultOf(parameter: DocumentNode): DocumentNode | undefined {
  const type = textAt(parameter, 'Type') ?? 'String';
  const given = entry(parameter, 'Default')?.value;
  if (given?.kind !== 'scalar' || given.value === null || type.startsWith('AWS::SSM::Parameter')) return undefined;
  if (String(given.value).includes('{{resolve:')) return unknownAt(String(given.value), given.location);
  if (!/^(?:CommaDelimitedList|List<)/.test(type)) return given;
  const items = String(given.value)
    .split(',')
    .map((value): DocumentNode => ({ ...given, value: value.trim() }));
  return { kind: 'list', location: given.location, items };
}

/** `Transform: a` or `[a, b]`; macros with parameters are maps with a name. */
export const transformsOf = (root: DocumentNode): readonly string[] => {
  const transform = at(root, 'Transform');
  return [...textsIn(transform), ...itemsOf(transform).flatMap((one) => textAt(one, 'Name') ?? [])];
};

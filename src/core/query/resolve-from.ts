import { NOWHERE, type Call, type From, type Place } from './model.ts';
import {
  mergeSources,
  nameOf,
  spend,
  withNames,
  type Bound,
  type Env,
  type Output,
  type Resolving,
  type Scope,
  type Source,
} from './output.ts';
import { reshape } from './reshape.ts';
import { sourcesOf } from './resolve-value.ts';
import { bind, boundOf, certain, columnsOf, newScope, possible } from './scope.ts';

/** Binds what FROM names, in order: what stands behind may use what stands before. */
export function resolveFrom(resolving: Resolving, list: readonly From[], scope: Scope): void {
  for (const from of list) {
    if (!spend(resolving, 1)) return;
    const bound = boundFor(resolving, from, scope);
    if (from.using) for (const name of from.using) joinBy(resolving, name, bound, scope);
    if (from.natural) joinNaturally(resolving, bound, scope);
    bind(scope, bound);
  }
}

function boundFor(resolving: Resolving, from: From, scope: Scope): Bound {
  if (from.table !== undefined && !from.shapes && !from.columns) return tableBound(resolving, from, from.table);
  const at = placeOf(resolving, from);
  const bare =
    from.table === undefined ? outputsOf(resolving, from, scope) : columnsOf(resolving, tableBound(resolving, from, from.table), at);
  const shaped = from.shapes ? reshape(resolving, bare, from.shapes, scope) : bare;
  const named = from.columns ? withNames(shaped, from.columns, at) : shaped;
  const alias = from.alias ?? from.named ?? from.call?.name ?? '';
  return boundOf(
    alias,
    from.alias === undefined && from.table !== undefined ? namesOf(resolving, from.table) : [],
    named,
    from.hidden === true,
  );
}

const placeOf = ({ flow }: Resolving, { table, call }: From): Place => call?.at ?? flow.reads[table ?? -1]?.at ?? NOWHERE;

/** `t`, `s.t` and `db.s.t`. */
function namesOf({ flow }: Resolving, table: number): readonly string[] {
  const parts = flow.reads[table]?.key.split('.') ?? [];
  return parts.length > 6 ? [] : parts.map((_, index) => parts.slice(index).join('.'));
}

function tableBound(resolving: Resolving, from: From, table: number): Bound {
  const relation = resolving.flow.reads[table];
  const known = relation && !relation.path ? resolving.schema(relation) : undefined;
  const columns = known && new Map(known.map((name) => [name.toLowerCase(), name]));
  if (known) spend(resolving, known.length);
  const names = namesOf(resolving, table);
  const alias = from.alias ?? names.at(-1) ?? '';
  return {
    alias,
    names: from.alias === undefined ? names : [],
    read: table,
    ...(columns ? { columns } : {}),
    outputs: [],
    byName: new Map(),
    hidden: from.hidden === true,
  };
}

function outputsOf(resolving: Resolving, { named, query, call, alias, lateral }: From, scope: Scope): readonly Output[] {
  if (query) return resolving.query(query, lateral ? scope : newScope(scope.env, scope.outer));
  if (named !== undefined) return namedIn(scope.env, named);
  return call ? calledOf(resolving, call, alias, scope) : [];
}

function namedIn(env: Env, name: string): readonly Output[] {
  for (let here: Env | undefined = env; here; here = here.outer) {
    const told = here.named.get(name);
    if (told) return told;
  }
  return [{ is: 'any', sources: [], at: NOWHERE }];
}

/** Each column of a function's rows is made of what the function is given. */
function calledOf(resolving: Resolving, call: Call, alias: string | undefined, scope: Scope): readonly Output[] {
  const { sources, lost } = sourcesOf(resolving, call, scope);
  const { at, gives, single } = call;
  if (!gives) return [{ is: 'any', sources, at }];
  const names = alias !== undefined && (single || gives.length === 1) ? [alias] : gives;
  return names.map((name) => ({ is: 'column', name, at, extent: at, sources, lost }));
}

/** `USING (k)`: one column of both sides. */
function joinBy(resolving: Resolving, name: string, bound: Bound, scope: Scope): void {
  const at = bound.read === undefined ? NOWHERE : (resolving.flow.reads[bound.read]?.at ?? NOWHERE);
  const right = certain(resolving, bound, name, at) ?? possible(resolving, bound, name, at) ?? [];
  const left = scope.joined.get(name) ?? leftOf(resolving, name, scope);
  scope.joined.set(name, mergeSources(resolving, [left, right], false));
}

function leftOf(resolving: Resolving, name: string, { bounds }: Scope): readonly Source[] {
  if (!spend(resolving, bounds.length)) return [];
  const placed = bounds.map((bound) => ({
    bound,
    at: bound.read === undefined ? NOWHERE : (resolving.flow.reads[bound.read]?.at ?? NOWHERE),
  }));
  for (const { bound, at } of placed) {
    const sources = certain(resolving, bound, name, at);
    if (sources) return sources;
  }
  const open = placed.flatMap(({ bound, at }) => possible(resolving, bound, name, at) ?? []);
  return open.length === 1 ? open : [];
}

/** NATURAL joins by every name that both sides have; where a side is not known, nothing is joined. */
function joinNaturally(resolving: Resolving, bound: Bound, scope: Scope): void {
  const names = columnsOf(resolving, bound, NOWHERE);
  const before = scope.bounds.flatMap((one) => columnsOf(resolving, one, NOWHERE));
  if (!spend(resolving, names.length + before.length)) return;
  if ([...names, ...before].some((one) => one.is !== 'column')) resolving.partial = true;
  const known = new Set(before.flatMap((one) => nameOf(one) ?? []));
  for (const one of names) {
    const name = nameOf(one);
    if (name !== undefined && known.has(name)) joinBy(resolving, name, bound, scope);
  }
}

import type { Breaks, Difference, DifferenceKind } from '../../../model/difference.ts';
import type { Json } from '../../../model/json.ts';
import { tell } from '../../compatibility/harm.ts';
import type { RpcDeclaration, ServiceDeclaration, Span, TypeUse } from './part.ts';
import { resolveType, type TypeView, type Sides } from './unit.ts';

type View = TypeView<ServiceDeclaration>;

/** How one service differs: by the names of its rpcs, which are its paths. */
export function compareServices(old: View, now: View, sides: Sides): readonly Difference[] {
  const before = new Map(old.declaration.rpcs.map((rpc) => [rpc.name, rpc]));
  const after = new Map(now.declaration.rpcs.map((rpc) => [rpc.name, rpc]));
  return [
    ...[...before.values()].flatMap((rpc) => {
      const same = after.get(rpc.name);
      return same ? compareRpcs(rpc, same, { old, now, sides }) : [rpcGone(rpc, now)];
    }),
    ...[...after.values()].filter(({ name }) => !before.has(name)).map((rpc) => rpcAdded(rpc, now)),
  ];
}

interface Around {
  readonly old: View;
  readonly now: View;
  readonly sides: Sides;
}

function rpcGone({ name }: RpcDeclaration, now: View): Difference {
  const breaks: readonly Breaks[] = ['clients', 'source'];
  return { ...about(now, name, { what: 'is removed', breaks, at: now.declaration.at }), kind: 'removed', before: { rpc: name } };
}

const rpcAdded = ({ name, at }: RpcDeclaration, now: View): Difference => ({
  ...about(now, name, { what: 'is new', breaks: [], at }),
  kind: 'added',
  after: { rpc: name },
});

interface Said {
  readonly what: string;
  readonly breaks: readonly Breaks[];
  readonly at: Span;
}

function about({ id, name, file }: View, rpc: string, { what, breaks, at }: Said): Omit<Difference, 'kind'> {
  return { asset: id, path: rpc, breaks, message: tell(`The rpc ${name}.${rpc} ${what}`, breaks), location: file.place(at) };
}

const ALL: readonly Breaks[] = ['clients', 'source', 'wire', 'wire-json'];

function compareRpcs(old: RpcDeclaration, now: RpcDeclaration, around: Around): readonly Difference[] {
  const level = ({ options }: RpcDeclaration): Json =>
    options.findLast(({ name }) => name === 'idempotency_level')?.value ?? 'IDEMPOTENCY_UNKNOWN';
  const levelAt = now.options.findLast(({ name }) => name === 'idempotency_level')?.at ?? now.at;
  const stream = ({ stream: isStream }: TypeUse): string => (isStream ? 'stream' : 'single');
  const types = (use: 'request' | 'response'): readonly [string, string] => [
    resolveType(old[use].type, around.old.name, around.sides.base.types).name,
    resolveType(now[use].type, around.now.name, around.sides.head.types).name,
  ];
  const changes: readonly Change[] = [
    { key: 'request', words: 'its request', sides: types('request'), at: now.request.at },
    { key: 'response', words: 'its response', sides: types('response'), at: now.response.at },
    { key: 'client_streaming', words: 'its request', sides: [stream(old.request), stream(now.request)], at: now.at },
    { key: 'server_streaming', words: 'its response', sides: [stream(old.response), stream(now.response)], at: now.at },
    { key: 'idempotency_level', words: '`idempotency_level`', sides: [String(level(old)), String(level(now))], at: levelAt },
  ];
  return [
    ...changes.filter(({ sides: [before, after] }) => before !== after).map((change) => rpcChanged(now.name, around.now, change)),
    ...deprecated(old, now, around.now),
  ];
}

interface Change {
  readonly key: string;
  readonly words: string;
  readonly sides: readonly [string, string];
  readonly at: Span;
}

function rpcChanged(rpc: string, now: View, { key, words, sides: [before, after], at }: Change): Difference {
  const kind: DifferenceKind = key === 'idempotency_level' ? 'option-changed' : 'type-changed';
  const what = `changes ${words} from ${before} to ${after}`;
  return { ...about(now, rpc, { what, breaks: ALL, at }), kind, before: { [key]: before }, after: { [key]: after } };
}

function deprecated(old: RpcDeclaration, now: RpcDeclaration, view: View): readonly Difference[] {
  const isDeprecated = ({ options }: RpcDeclaration): boolean => options.some(({ name, value }) => name === 'deprecated' && value === true);
  return isDeprecated(now) && !isDeprecated(old)
    ? [{ ...about(view, now.name, { what: 'is deprecated', breaks: [], at: now.at }), kind: 'deprecated' }]
    : [];
}

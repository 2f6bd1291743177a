import type { Location } from '../../../model/source.ts';
import type { DocumentNode, Entry, MapNode } from '../../text/document-tree.ts';
import { ELSEWHERE } from '../../infrastructure/found.ts';
import { entriesOfLoop, named } from './for-each.ts';
import { FUNCTIONS } from './functions.ts';
import { intrinsicOf, LOOP, wordsOf, type Intrinsic } from './intrinsic.ts';
import type { Scope } from './scope.ts';

/**
 * A node with its functions carried out, as far as the template itself decides what they give. Those that it does not decide are
 * scalars without a value, named in `unknown`. Undefined is `AWS::NoValue`: as if nothing stood there.
 */
export function settle(node: DocumentNode, scope: Scope): DocumentNode | undefined {
  const intrinsic = intrinsicOf(node);
  if (intrinsic) return carriedOut(intrinsic, node.location, scope);
  if (node.kind === 'list') return { ...node, items: node.items.flatMap((item) => settle(item, scope) ?? []) };
  if (node.kind === 'map') return { ...node, entries: settledEntries(node, scope) };
  if (isDynamic(node.value)) return unknownAt(String(node.value), node.location);
  return typeof node.value === 'string' && scope.loops.size > 0 ? { ...node, value: named(node.value, scope) } : node;
}

/** `{{resolve:ssm:name}}`: what stands in another service when the stack is made. */
const isDynamic = (value: unknown): boolean => typeof value === 'string' && value.includes('{{resolve:');

function carriedOut(intrinsic: Intrinsic, location: Location, scope: Scope): DocumentNode | undefined {
  const nothing = unknownAt(wordsOf(intrinsic), location);
  const carryOut = FUNCTIONS.get(intrinsic.name);
  return carryOut ? carryOut({ argument: intrinsic.argument, location, scope, nothing, settle }) : nothing;
}

export function unknownAt(unknown: string, location: Location, refersTo?: string): DocumentNode {
  return { kind: 'scalar', location, value: null, unknown, ...(refersTo === undefined ? {} : { refersTo }) };
}

/** Loops and snippets among the entries stand for entries that are written elsewhere. */
function settledEntries({ entries }: MapNode, scope: Scope): readonly Entry[] {
  return entries.flatMap((one): readonly Entry[] => {
    if (one.key.startsWith(LOOP)) return entriesOfLoop(one, scope, settle).flatMap(({ entry, inner }) => settledEntry(entry, inner));
    if (one.key === 'Fn::Transform') return [{ ...one, key: ELSEWHERE, value: unknownAt('!Transform', one.value.location) }];
    return settledEntry(one, scope);
  });
}

function settledEntry(one: Entry, scope: Scope): readonly Entry[] {
  const value = settle(one.value, scope);
  return value ? [{ ...one, value }] : [];
}

import { itemsOf, textAt, type DocumentNode } from '../../text/document-tree.ts';
import type { Settle } from './for-each.ts';
import { intrinsicOf } from './intrinsic.ts';
import type { Scope } from './scope.ts';

/** Conditions that lead through more names than this are not followed. */
const MAX_CHAIN = 100;

/** Whether a named condition holds with the defaults of the parameters; undefined where that cannot be told. */
export function holds(name: string, scope: Scope, settle: Settle, depth = 0): boolean | undefined {
  const before = scope.told.get(name);
  if (before !== undefined || scope.told.has(name)) return before ?? undefined;
  const node = scope.conditions.get(name);
  if (!node || depth > MAX_CHAIN) return undefined;
  scope.told.set(name, null);
  const told = isTrue(node, scope, settle, depth + 1);
  scope.told.set(name, told);
  return told;
}

function isTrue(node: DocumentNode, scope: Scope, settle: Settle, depth: number): boolean | undefined {
  const { name = 'Condition', argument = node } = conditionOf(node) ?? {};
  const inner = (): readonly (boolean | undefined)[] => itemsOf(argument).map((item) => isTrue(item, scope, settle, depth));
  switch (name) {
    case 'Condition':
      return holds(textAt(argument) ?? '', scope, settle, depth);
    case 'Equals':
      return areEqual(argument, scope, settle);
    case 'Not':
      return negated(inner()[0]);
    case 'And':
      return allOf(inner());
    case 'Or':
      return negated(allOf(inner().map(negated)));
    default:
      return undefined;
  }
}

/** `{"Condition": "Other"}` is a function only among conditions. */
function conditionOf(node: DocumentNode): { readonly name: string; readonly argument: DocumentNode } | undefined {
  const [only, ...others] = node.kind === 'map' ? node.entries : [];
  if (only?.key === 'Condition' && others.length === 0) return { name: 'Condition', argument: only.value };
  return intrinsicOf(node);
}

function areEqual(argument: DocumentNode, scope: Scope, settle: Settle): boolean | undefined {
  const [one, other] = itemsOf(argument).map((item) => settle(item, scope));
  const [left, right] = [plain(one), plain(other)];
  return left === undefined || right === undefined ? undefined : left === right;
}

const plain = (node: DocumentNode | undefined): string | undefined =>
  node?.kind === 'scalar' && node.unknown === undefined ? String(node.value ?? '') : undefined;

const negated = (value: boolean | undefined): boolean | undefined => (value === undefined ? undefined : !value);

function allOf(values: readonly (boolean | undefined)[]): boolean | undefined {
  if (values.includes(false)) return false;
  return values.includes(undefined) ? undefined : true;
}

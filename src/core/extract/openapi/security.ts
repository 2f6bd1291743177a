import type { Location } from '../../../model/source.ts';
import { at, entriesOf, entry, itemsOf, textAt, type DocumentNode } from '../../text/document-tree.ts';
import type { Api, Operation } from './api.ts';

/** One way to be let in: scopes by the scheme that gives them. None at all: everyone is let in. */
export type Requirement = ReadonlyMap<string, readonly string[]>;

export interface Security {
  readonly requirements: readonly Requirement[];
  readonly location: Location;
}

/** What an operation asks of who calls it; undefined where neither it nor the description says. */
export function securityOf({ root }: Api, operation: Operation): Security | undefined {
  const found = entry(operation.node, 'security') ?? entry(root, 'security');
  if (found) return { requirements: itemsOf(found.value).map(requirementOf), location: found.keyLocation };
  const schemes = at(root, 'components', 'securitySchemes') ?? at(root, 'securityDefinitions');
  return entriesOf(schemes).length > 0 ? { requirements: [], location: operation.location } : undefined;
}

const requirementOf = (node: DocumentNode): Requirement =>
  new Map(entriesOf(node).map(({ key, value }) => [key, itemsOf(value).map((scope) => textAt(scope) ?? '')]));

export const isOpen = ({ requirements }: Security): boolean => requirements.length === 0 || requirements.some(({ size }) => size === 0);

import type { Difference } from '../../../model/difference.ts';
import type { SchemaComparison } from '../../compatibility/schema/compare-schemas.ts';
import { pairDeclarations } from '../../compatibility/pair-declarations.ts';
import { at, textAt } from '../../text/document-tree.ts';
import type { Api, Operation } from './api.ts';
import { compareBodies } from './compare-bodies.ts';
import { compareParameters } from './compare-parameters.ts';
import { compareResponses } from './compare-responses.ts';
import { compareSecurity } from './compare-security.ts';
import { sinkFor, type Say } from './difference-sink.ts';

/** An operation's id does not depend on where it stands. */
export const operationId = (api: Api, operation: Operation): string => `${api.id}:${operation.name}`;

/** More differences than anyone reads. */
const MAX_DIFFERENCES = 5000;

/** How a description differs from what it was, for clients that go by the old one. */
export function compareApis(base: Api, head: Api, comparison: SchemaComparison): readonly Difference[] {
  const differences: Difference[] = [];
  const { pairs, removed, added } = pairDeclarations(base.operations, head.operations, ({ key }) => key);
  for (const operation of removed) removedOperation(operation, sinkFor(operationId(base, operation), operation.name, differences));
  for (const operation of added)
    sinkFor(operationId(head, operation), operation.name, differences)({ kind: 'added', words: 'is new', location: operation.location });
  for (const [before, after] of pairs) {
    const say = sinkFor(operationId(head, after), after.name, differences);
    if (differences.length > MAX_DIFFERENCES) {
      const words = 'and what follows was not compared: there are too many differences';
      say({ kind: 'type-changed', unknown: 'differences beyond the first thousands', words, location: after.location });
      break;
    }
    compareOperations(before, after, { say, comparison });
    compareSecurity({ api: base, operation: before }, { api: head, operation: after }, say);
  }
  return differences;
}

const isTrue = (operation: Operation, key: string): boolean => textAt(operation.node, key) === 'true';

/** What was deprecated may go, once the day that was named for it has come: which only the reader's calendar knows. */
export function removedOperation(operation: Operation, say: Say): void {
  const sunset = textAt(operation.node, 'x-sunset');
  const isDeprecated = isTrue(operation, 'deprecated');
  say({
    kind: 'removed',
    breaks: !isDeprecated,
    ...(isDeprecated && sunset !== undefined ? { unknown: `whether ${sunset} has come` } : {}),
    words: isDeprecated ? 'is removed; it was deprecated' : 'is removed',
    location: operation.location,
  });
}

interface Way {
  readonly say: Say;
  readonly comparison: SchemaComparison;
}

function compareOperations(base: Operation, head: Operation, way: Way): void {
  if (isTrue(head, 'deprecated') && !isTrue(base, 'deprecated'))
    way.say({ kind: 'deprecated', words: 'is deprecated now', location: at(head.node, 'deprecated')?.location ?? head.location });
  compareParameters(base, head, way);
  compareBodies(base, head, way);
  compareResponses(base, head, way);
}

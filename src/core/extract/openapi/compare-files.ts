import type { Difference } from '../../../model/difference.ts';
import { openComparison } from '../../compatibility/schema/compare-schemas.ts';
import { pairDeclarations } from '../../compatibility/pair-declarations.ts';
import type { UnitFile } from '../../plug-ins.ts';
import { compareApis, operationId, removedOperation } from './compare-apis.ts';
import { sinkFor } from './difference-sink.ts';
import type { OpenApiPart } from './part.ts';
import { openUnit } from './unit.ts';

/**
 * How the descriptions of a unit differ for clients that go by the old ones (`clients`): fewer requests are taken, or responses hold
 * what they did not.
 */
export function compareFiles(base: readonly UnitFile<OpenApiPart>[], head: readonly UnitFile<OpenApiPart>[]): readonly Difference[] {
  const [before, after] = [openUnit(base), openUnit(head)];
  const comparison = openComparison(before.documents, after.documents, 'names');
  const byFile = pairDeclarations(before.apis, after.apis, ({ file }) => file);
  const byId = pairDeclarations(byFile.removed, byFile.added, ({ id }) => id);
  const differences = [...byFile.pairs, ...byId.pairs].flatMap(([one, other]) => compareApis(one, other, comparison));
  const removed: Difference[] = [];
  for (const api of byId.removed)
    for (const operation of api.operations) removedOperation(operation, sinkFor(operationId(api, operation), operation.name, removed));
  return [...differences, ...removed];
}

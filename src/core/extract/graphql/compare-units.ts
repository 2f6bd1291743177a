import type { Difference } from '../../../model/difference.ts';
import { tell } from '../../compatibility/harm.ts';
import type { UnitFile } from '../../plug-ins.ts';
import { compareRoots, compareTypes } from './compare-types.ts';
import { idOf } from './ids.ts';
import { mergeUnit } from './merge-unit.ts';
import type { GraphQlPart } from './part.ts';
import type { Say } from './say.ts';

/** How the schema of a unit differs for clients that were written for the old one. */
export function compareUnits(base: readonly UnitFile<GraphQlPart>[], head: readonly UnitFile<GraphQlPart>[]): readonly Difference[] {
  const differences: Difference[] = [];
  const unit = (head[0] ?? base[0])?.role ?? '';
  const say: Say = ({ asset, weight, subject, words, ...said }) => {
    const breaks = weight === 'breaking' ? (['clients'] as const) : [];
    const danger = weight === 'dangerous' ? ' (dangerous: clients go on, but may do something else than before)' : '';
    differences.push({ ...said, asset: idOf(unit, asset), breaks, message: tell(`${subject} ${words}${danger}`, breaks) });
  };
  const [before, after] = [mergeUnit(base), mergeUnit(head)];
  compareRoots(before, after, say);
  compareTypes(before, after, say);
  return differences;
}

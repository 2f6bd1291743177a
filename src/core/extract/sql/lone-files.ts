import type { AssetChange } from '../../../model/asset.ts';
import type { UnitFile } from '../../plug-ins.ts';
import type { SqlPart, Step } from './part.ts';
import { idOf, type State } from './state.ts';

/** What the statements of one file leave, where nothing came before them. */
export interface Effect {
  readonly states: ReadonlyMap<string, State>;
  readonly changes: readonly AssetChange[];
}

/** The files that speak only of what no other file speaks of: what they leave depends on nothing else. */
export function loneFiles(files: readonly UnitFile<SqlPart>[]): ReadonlySet<SqlPart> {
  const spoken = files.map(({ part }) => ({ part, ...namesIn(part) }));
  const counts = new Map<string, number>();
  for (const { names } of spoken) for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return new Set(
    spoken.filter(({ mayBeAlone, names }) => mayBeAlone && names.every((name) => counts.get(name) === 1)).map(({ part }) => part),
  );
}

const effects = new WeakMap<SqlPart, Map<string, Effect>>();

/** What a lone file leaves, made once for as long as it stays the same. `setting` names all else that it depends on. */
export function effectOf(part: SqlPart, setting: string, make: () => Effect): Effect {
  const own = effects.get(part) ?? new Map<string, Effect>();
  const effect = own.get(setting) ?? make();
  effects.set(part, own.set(setting, effect));
  return effect;
}

/** The last part of a name, of whatever kind: two names can only mean one thing where they end alike. */
const endOf = (id: string): string => id.slice(Math.max(id.lastIndexOf('.'), id.lastIndexOf(':')) + 1);

interface Names {
  readonly names: readonly string[];
  /** False where a statement reaches beyond the thing that it names. */
  readonly mayBeAlone: boolean;
}

const known = new WeakMap<SqlPart, Names>();

function namesIn(part: SqlPart): Names {
  const found = known.get(part) ?? readNames(part);
  known.set(part, found);
  return found;
}

function readNames({ statements }: SqlPart): Names {
  const own = statements.map((declared) => endOf(idOf(declared)));
  const others = statements.flatMap(({ steps }) => steps.flatMap(othersNamed));
  const reaches = others.length > 0 || statements.some(({ steps }) => steps.some((step) => step.do === 'mask-tag'));
  return { names: [...new Set([...own, ...others])], mayBeAlone: !reaches };
}

function othersNamed(step: Step): readonly string[] {
  if (step.do === 'rename' || step.do === 'swap') return [endOf(step.to.key)];
  return step.do === 'declare' && step.like ? [endOf(step.like.name.key)] : [];
}

import type { Json } from '../../model/json.ts';
import type { PhaseCondition, Settings } from '../../model/settings.ts';
import { sameJson } from '../json/same-json.ts';

/** What the conditions of an organisation name, and a repository means something else by. */
export interface Redefined {
  /** Where the repository says so. */
  readonly path: readonly (string | number)[];
  readonly name: string;
}

/** A condition that names `marketing` means what the organisation means by it, else a repository could have it never hold. */
export function redefinedIn(own: Settings, floor: Settings): readonly Redefined[] {
  const { environments, useCases, levels } = namesIn(floor);
  return [
    ...clashes(own.environments, floor.environments, environments).map((at) => found('environments', at, own.environments)),
    ...clashes(own.useCases, floor.useCases, useCases).map((at) => found('use_cases', at, own.useCases)),
    ...(levels.size > 0 && !same(own.classification.ladder, floor.classification.ladder)
      ? [{ path: ['classification', 'ladder'], name: [...levels].join(', ') }]
      : []),
  ];
}

/** Definitions as they count: the organisation's where its conditions name them, and what it alone has. */
export function definitionsOf(own: Settings, floor: Settings): Pick<Settings, 'environments' | 'useCases' | 'classification'> {
  const { environments, useCases, levels } = namesIn(floor);
  const kept = <Entry extends Named>(mine: readonly Entry[], theirs: readonly Entry[], names: ReadonlySet<string>): readonly Entry[] => {
    const out = new Set(clashes(mine, theirs, names));
    return mine.filter((_, at) => !out.has(at));
  };
  const uses = kept(own.useCases, floor.useCases, useCases);
  return {
    environments: [...floor.environments, ...kept(own.environments, floor.environments, environments)],
    useCases: [...floor.useCases.filter(({ name }) => !uses.some((one) => one.name === name)), ...uses],
    classification: levels.size > 0 ? { ...own.classification, ladder: floor.classification.ladder } : own.classification,
  };
}

interface Named {
  readonly name: string;
}

const found = (section: string, at: number, entries: readonly Named[]): Redefined => ({
  path: [section, at],
  name: entries[at]?.name ?? '',
});

/** Which of these entries another one of that name stands against. */
function clashes(mine: readonly Named[], theirs: readonly Named[], names: ReadonlySet<string>): readonly number[] {
  return mine.flatMap((entry, at) => {
    const asked = names.has(entry.name) ? theirs.filter(({ name }) => name === entry.name) : [];
    return asked.length > 0 && !asked.some((one) => same(one, entry)) ? [at] : [];
  });
}

const same = (one: object, other: object): boolean => sameJson(one as unknown as Json, other as unknown as Json);

interface Names {
  readonly environments: ReadonlySet<string>;
  readonly useCases: ReadonlySet<string>;
  readonly levels: ReadonlySet<string>;
}

function namesIn({ phases }: Settings): Names {
  const conditions = Object.values(phases).flatMap(({ when }): readonly PhaseCondition[] =>
    when ? [when, ...(when.not ? [when.not] : [])] : [],
  );
  const all = (pick: (condition: PhaseCondition) => readonly string[] | undefined): ReadonlySet<string> =>
    new Set(conditions.flatMap((condition) => pick(condition) ?? []));
  return {
    environments: all(({ environment }) => environment),
    useCases: all(({ useCase }) => useCase),
    levels: all(({ classification }) => classification),
  };
}

import type { PhaseCondition, Settings } from '../../model/settings.ts';
import { matchesPath } from '../pattern/matches-path.ts';
import type { Circumstance, Known } from '../circumstance.ts';

/** Whether a condition holds; `unknown` where the text, or GitHub, does not tell. */
export type Truth = 'yes' | 'no' | 'unknown';

/** All parts of a condition hold. One that does not hold settles it, whatever else is unknown. */
export function conditionHolds(when: PhaseCondition, circumstance: Circumstance, settings: Settings): Truth {
  const { file, surface, environment, useCases, labels, teams, classification } = circumstance;
  return all([
    ...asked(when.environment, (names) => anyOf(environment, names)),
    ...asked(when.classification, (levels) => any(levels.map((level) => reaches(classification, level, settings)))),
    ...asked(when.useCase, (names) => anyOf(useCases, names)),
    ...asked(when.labels, (names) => anyOf(labels, names)),
    ...asked(when.teams, (names) => anyOf(teams, names)),
    ...asked(when.paths, (patterns) => truth(patterns.some((pattern) => matchesPath(pattern, file)))),
    ...asked(when.surface, (names) => truth(names.includes(surface))),
    ...asked(when.not, (inner) => opposite(conditionHolds(inner, circumstance, settings))),
  ]);
}

function asked<T>(part: T | undefined, answer: (part: T) => Truth): readonly Truth[] {
  return part === undefined ? [] : [answer(part)];
}

const truth = (holds: boolean): Truth => (holds ? 'yes' : 'no');

const OPPOSITE: Readonly<Record<Truth, Truth>> = { yes: 'no', no: 'yes', unknown: 'unknown' };
const opposite = (one: Truth): Truth => OPPOSITE[one];

function all(parts: readonly Truth[]): Truth {
  if (parts.includes('no')) return 'no';
  return parts.includes('unknown') ? 'unknown' : 'yes';
}

function any(parts: readonly Truth[]): Truth {
  return opposite(all(parts.map(opposite)));
}

function anyOf({ values, partial }: Known, names: readonly string[]): Truth {
  if (values.some((value) => names.includes(value))) return 'yes';
  return partial ? 'unknown' : 'no';
}

/** This sensitive, or more. A level that is not on the ladder cannot be compared. */
function reaches({ values, partial }: Known, wanted: string, { classification: { ladder } }: Settings): Truth {
  const needed = ladder.indexOf(wanted);
  const ranks = values.map((level) => ladder.indexOf(level));
  if (needed >= 0 && ranks.some((rank) => rank >= needed)) return 'yes';
  return partial || ranks.includes(-1) || needed < 0 ? 'unknown' : 'no';
}

import type { Json } from '../../model/json.ts';
import type { PhaseSetting, Settings } from '../../model/settings.ts';
import { sameJson } from '../json/same-json.ts';
import { definitionsOf, redefinedIn } from './floor-definitions.ts';
import { readReference } from './reference.ts';

/** One attempt to loosen what the organisation sets: where settings say so, and what. */
export interface Loosening {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What settings of a repository loosen of the organisation's. */
export function looseningsOf(own: Settings, floor: Settings): readonly Loosening[] {
  return [
    ...missingLibraries(own, floor).map((name) => ({
      path: ['extends'],
      message: `The organisation extends \`${name}\`, and this repository does not, or an older version.`,
    })),
    ...loosePhases(own, floor).map((id) => ({
      path: ['phases', id],
      message: `The organisation asks for more of ${id}: ${phaseWords(floor.phases[id])}.`,
    })),
    ...lockedParameters(own, floor).map((id) => ({ path: ['parameters', id], message: `The organisation locks the parameters of ${id}.` })),
    ...(ignoresMore(own, floor) ? [{ path: ['ignore'], message: 'The organisation locks which paths are never judged.' }] : []),
    ...(loosensQuota(own, floor)
      ? [
          {
            path: ['exceptions', 'quota'],
            message: `The organisation lets each policy have ${floor.exceptions.quota.policy} exceptions a ${floor.exceptions.quota.per}.`,
          },
        ]
      : []),
    ...strangers(own, floor).map((name) => ({
      path: ['exceptions', 'approvers'],
      message: `${name} may not approve exceptions: the organisation names who may.`,
    })),
    ...redefinedIn(own, floor).map(({ path, name }) => ({
      path,
      message: `A condition of the organisation names ${name}, and this repository means something else by it.`,
    })),
    ...changedKeys(own, floor).map((name) => ({ path: ['signatures', name], message: `The organisation says who signs \`${name}\`.` })),
  ];
}

/** Settings as a floor: a default that the organisation did not write asks nothing of anyone. */
export function asFloor(settings: Settings, isWritten: (path: readonly string[]) => boolean): Settings {
  const { quota } = settings.exceptions;
  return {
    ...settings,
    extends: isWritten(['extends']) ? settings.extends : [],
    exceptions: { ...settings.exceptions, quota: isWritten(['exceptions', 'quota']) ? quota : NO_QUOTA },
  };
}

const NO_QUOTA = { per: 'month', policy: Number.MAX_SAFE_INTEGER } as const;

/** The settings that count: what loosens the floor is as the floor says. */
export function applyFloors(own: Settings, floor: Settings): Settings {
  const loose = new Set(loosePhases(own, floor));
  const kept = Object.fromEntries(Object.entries(own.phases).filter(([id]) => !loose.has(id)));
  const locked = Object.fromEntries(Object.entries(floor.parameters).filter(([id]) => floor.locked.includes(id)));
  const free = Object.fromEntries(Object.entries(own.parameters).filter(([id]) => !floor.locked.includes(id)));
  const names = new Set(missingLibraries(own, floor).map(nameOf));
  const { approvers } = own.exceptions;
  const allowed = approvers.filter((name) => floor.exceptions.approvers.includes(name));
  return {
    ...own,
    extends: [...missingLibraries(own, floor), ...own.extends.filter((one) => !names.has(nameOf(one)))],
    signatures: { ...own.signatures, ...floor.signatures },
    ...definitionsOf(own, floor),
    phases: { ...floor.phases, ...kept },
    parameters: { ...floor.parameters, ...free, ...locked },
    exceptions: {
      approvers: floor.exceptions.approvers.length === 0 ? approvers : allowed.length > 0 ? allowed : floor.exceptions.approvers,
      quota: loosensQuota(own, floor) ? floor.exceptions.quota : own.exceptions.quota,
    },
    ignore: floor.locked.includes('ignore') ? floor.ignore : own.ignore,
  };
}

const nameOf = (reference: string): string => readReference(reference)?.name ?? reference;

/** Another version counts where it is a newer one, as numbers with dots tell; otherwise it has to be the same. */
function missingLibraries(own: Settings, floor: Settings): readonly string[] {
  return floor.extends.filter(
    (wanted) => !own.extends.some((one) => one === wanted || (nameOf(one) === nameOf(wanted) && isNewer(one, wanted))),
  );
}

function isNewer(one: string, other: string): boolean {
  const [mine, theirs] = [one, other].map((reference) => numbersOf(readReference(reference)?.version ?? ''));
  if (!mine || !theirs) return false;
  const at = theirs.findIndex((number, index) => mine[index] !== number);
  return at < 0 || (mine[at] ?? 0) > (theirs[at] ?? 0);
}

const numbersOf = (version: string): readonly number[] | undefined =>
  /^v?\d{1,9}(?:\.\d{1,9}){0,3}$/.test(version) ? version.replace('v', '').split('.').map(Number) : undefined;

const ORDER = ['observe', 'advise', 'enforce'] as const;
const rank = (phase: PhaseSetting['phase']): number => ORDER.indexOf(phase);

function loosePhases(own: Settings, floor: Settings): readonly string[] {
  return Object.entries(floor.phases).flatMap(([id, asked]) => {
    const mine = own.phases[id];
    return mine === undefined || isAsStrict(mine, asked) ? [] : [id];
  });
}

/**
 * Under the same condition each side counts by itself. Under another one nobody knows where both hold, so the least that the repository
 * ever gives has to reach the most that the organisation ever asks; what is left to the policy may be anything.
 */
function isAsStrict(mine: PhaseSetting, asked: PhaseSetting): boolean {
  if ((mine.overridable && !asked.overridable) || rank(mine.phase) < rank(asked.phase)) return false;
  const sameWhen = sameJson((mine.when ?? null) as unknown as Json, (asked.when ?? null) as unknown as Json);
  if (sameWhen && mine.when !== undefined) return elsewhereAsStrict(mine.otherwise, asked.otherwise);
  return leastOf(mine) >= mostOf(asked);
}

/** Without a word the policy itself decides, which may be anything. */
function elsewhereAsStrict(mine: PhaseSetting['otherwise'], asked: PhaseSetting['otherwise']): boolean {
  return mine === asked || (asked !== undefined && mine !== undefined && rank(mine) >= rank(asked)) || mine === 'enforce';
}

const leastOf = ({ phase, when, otherwise = 'observe' }: PhaseSetting): number =>
  when === undefined ? rank(phase) : Math.min(rank(phase), rank(otherwise));

const mostOf = ({ phase, when, otherwise = 'enforce' }: PhaseSetting): number =>
  when === undefined ? rank(phase) : Math.max(rank(phase), rank(otherwise));

const phaseWords = (setting: PhaseSetting | undefined): string =>
  setting ? `${setting.phase}${setting.when ? ' under its condition' : ''}${setting.overridable ? '' : ', and nobody overrides it'}` : '';

function lockedParameters(own: Settings, floor: Settings): readonly string[] {
  return floor.locked.filter((id) => own.parameters[id] !== undefined && !sameJson(own.parameters[id], floor.parameters[id]));
}

const ignoresMore = (own: Settings, floor: Settings): boolean =>
  floor.locked.includes('ignore') && own.ignore.some((pattern) => !floor.ignore.includes(pattern));

const DAYS = { month: 1, quarter: 3, year: 12 } as const;

/** As many as before in a longer time are fewer. */
function loosensQuota({ exceptions: { quota: own } }: Settings, { exceptions: { quota: floor } }: Settings): boolean {
  return own.policy > floor.policy || (own.policy > 0 && DAYS[own.per] < DAYS[floor.per]);
}

const strangers = ({ exceptions: { approvers } }: Settings, { exceptions: floor }: Settings): readonly string[] =>
  floor.approvers.length === 0 ? [] : approvers.filter((name) => !floor.approvers.includes(name));

const changedKeys = (own: Settings, floor: Settings): readonly string[] =>
  Object.entries(own.signatures).flatMap(([name, keys]) => {
    const asked = floor.signatures[name];
    return asked && keys.some((key) => !asked.includes(key)) ? [name] : [];
  });

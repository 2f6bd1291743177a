import type { Evaluation } from '../../model/evaluation.ts';
import type { Finding, PolicyMetadata } from '../../model/finding.ts';
import type { Json } from '../../model/json.ts';
import type { ExceptionStanding } from '../../model/exception.ts';
import type { ExceptionChange, Handover, OwnerImpact, PolicyChange, Preview, Weight, WeightChange } from '../../model/preview.ts';
import type { Problem } from '../../model/problem.ts';
import { OWN_LIBRARY } from '../../model/own-library.ts';
import { sameJson } from '../json/same-json.ts';

/** What differs between two evaluations of the same tree, the one by the rules as they are, the other by those that are proposed. */
export function compareEvaluations(before: Evaluation, after: Evaluation): Preview {
  const [old, now] = [weightsOf(before), weightsOf(after)];
  const findings = changesOf(old, now);
  const known = new Set(before.problems.map(nameOf));
  return {
    policies: comparePolicies(before.policies, after.policies),
    findings,
    counts: {
      newlyBlocks: findings.filter(newlyBlocks).length,
      newlyConsidered: findings.filter(newlyConsidered).length,
      newlyWatched: findings.filter((one) => one.before === 'none' && one.after === 'observe').length,
      noLonger: findings.filter(isNoLonger).length,
    },
    owners: impactsOf(findings),
    handovers: handoversOf(old, now),
    exceptions: compareExceptions(before.exceptions, after.exceptions),
    problems: after.problems.filter((problem) => !known.has(nameOf(problem))),
  };
}

const ORDER: Readonly<Record<Weight, number>> = { none: 0, observe: 1, advise: 2, enforce: 3 };

const newlyBlocks = ({ before, after }: WeightChange): boolean => after === 'enforce' && before !== 'enforce';
const newlyConsidered = ({ before, after }: WeightChange): boolean => after === 'advise' && ORDER[before] < ORDER.advise;
/** It asked someone to act, and asks for less now. */
const isNoLonger = ({ before, after }: WeightChange): boolean => ORDER[before] >= ORDER.advise && ORDER[after] < ORDER[before];

/** Findings that count, by fingerprint. */
function weightsOf({ findings }: Evaluation): ReadonlyMap<string, Finding> {
  return new Map(findings.filter(({ disposition }) => disposition === 'new').map((finding) => [finding.fingerprint, finding]));
}

function changesOf(before: ReadonlyMap<string, Finding>, after: ReadonlyMap<string, Finding>): readonly WeightChange[] {
  const come = [...after].map(([key, finding]) => ({ finding, before: before.get(key)?.phase ?? ('none' as const), after: finding.phase }));
  const gone = [...before].flatMap(([key, finding]) =>
    after.has(key) ? [] : [{ finding, before: finding.phase, after: 'none' as const }],
  );
  return [...come, ...gone].filter((one) => one.before !== one.after).sort((one, other) => ORDER[other.after] - ORDER[one.after]);
}

function compareExceptions(before: readonly ExceptionStanding[], after: readonly ExceptionStanding[]): readonly ExceptionChange[] {
  const added = after.filter((one) => !before.some((other) => sameText(one, other)));
  const removed = before.filter((one) => !after.some((other) => one.id === other.id));
  return [
    ...added.map((exception) => ({ kind: 'added', exception }) as const),
    ...removed.map((exception) => ({ kind: 'removed', exception }) as const),
  ];
}

const sameText = (one: ExceptionStanding, other: ExceptionStanding): boolean =>
  one.id === other.id && one.requested === other.requested && one.expires === other.expires && sameJson(one.policies, other.policies);

/** Tollgate's own rules are not what changes. */
const ofLibraries = (policies: readonly PolicyMetadata[]): ReadonlyMap<string, PolicyMetadata> =>
  new Map(policies.filter(({ library }) => library !== OWN_LIBRARY).map((policy) => [policy.id, policy]));

function comparePolicies(before: readonly PolicyMetadata[], after: readonly PolicyMetadata[]): readonly PolicyChange[] {
  const [old, now] = [ofLibraries(before), ofLibraries(after)];
  const ids = [...new Set([...old.keys(), ...now.keys()])].sort();
  return ids.flatMap((id) => comparePolicy(id, old.get(id), now.get(id)));
}

function comparePolicy(id: string, before: PolicyMetadata | undefined, after: PolicyMetadata | undefined): readonly PolicyChange[] {
  const told = { policy: id, title: (after ?? before)?.title ?? id };
  if (!before || !after) {
    const side = before ? { before } : after ? { after } : {};
    return [{ ...told, ...side, kind: before ? 'removed' : 'added', changed: [] }];
  }
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])] as (keyof PolicyMetadata)[];
  const changed = keys.filter((key) => !sameJson(before[key] as Json | undefined, after[key] as Json | undefined));
  return changed.length === 0
    ? []
    : [{ ...told, kind: 'changed', before, after, changed: changed.map((key) => (key === 'digest' ? 'text' : key)) }];
}

function impactsOf(changes: readonly WeightChange[]): readonly OwnerImpact[] {
  const touched = changes.filter((one) => newlyBlocks(one) || newlyConsidered(one) || isNoLonger(one));
  const names = [...new Set(touched.flatMap((one) => ownersOf(one)))];
  return names
    .map((owner) => {
      const own = touched.filter((one) => ownersOf(one).includes(owner));
      return {
        owner,
        newlyBlocks: own.filter(newlyBlocks).length,
        newlyConsidered: own.filter(newlyConsidered).length,
        noLonger: own.filter(isNoLonger).length,
      };
    })
    .sort((one, other) => other.newlyBlocks - one.newlyBlocks || other.newlyConsidered - one.newlyConsidered);
}

const ownersOf = ({ finding }: WeightChange): readonly string[] => namesOf(finding);

/** `nobody` is worth knowing, too. */
const namesOf = ({ owners }: Finding): readonly string[] => (owners.length === 0 ? ['nobody'] : owners.map(({ name }) => name));

/** Findings of both sides that others answer for. What is only watched asks nobody. */
function handoversOf(before: ReadonlyMap<string, Finding>, after: ReadonlyMap<string, Finding>): readonly Handover[] {
  const pairs = [...after].flatMap(([key, finding]) => {
    const old = before.get(key);
    return old && ORDER[finding.phase] >= ORDER.advise ? [{ from: namesOf(old).toSorted(), to: namesOf(finding).toSorted() }] : [];
  });
  const handed = pairs.filter(({ from, to }) => from.join(' ') !== to.join(' '));
  return [...Map.groupBy(handed, ({ from, to }) => `${from.join(' ')} > ${to.join(' ')}`).values()]
    .flatMap((all) => all.slice(0, 1).map((one) => ({ ...one, findings: all.length })))
    .sort((one, other) => other.findings - one.findings);
}

const nameOf = ({ code, message, location }: Problem): string => `${code} ${location.file} ${message}`;

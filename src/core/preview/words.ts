import type {
  ExceptionChange,
  Handover,
  OwnerImpact,
  PolicyChange,
  Preview,
  Weight,
  WeightChange,
  PolicyTests,
} from '../../model/preview.ts';
import { plural } from '../wording.ts';

/** The first line of a preview: what it comes to. */
export function previewGist({ counts, policies, exceptions, handovers }: Preview): string {
  const { newlyBlocks, newlyConsidered, newlyWatched, noLonger } = counts;
  const handed = handovers.reduce((sum, { findings }) => sum + findings, 0);
  const parts = [
    newlyBlocks > 0 ? `${newlyBlocks} newly ${newlyBlocks === 1 ? 'blocks' : 'block'}` : '',
    newlyConsidered > 0 ? `${newlyConsidered} newly to consider` : '',
    newlyWatched > 0 ? `${newlyWatched} newly watched` : '',
    noLonger > 0 ? `${noLonger} no longer ${noLonger === 1 ? 'counts' : 'count'}` : '',
    handed > 0 ? `${handed} ${handed === 1 ? 'changes' : 'change'} hands` : '',
  ].filter((part) => part !== '');
  if (parts.length > 0) return parts.join(', ');
  return policies.length + exceptions.length > 0 ? 'no finding weighs anything else' : 'nothing that judges has changed';
}

/** The second line: whom it touches. */
export function ownersLine({ owners, handovers }: Preview): string {
  const named = new Set(owners.map(({ owner }) => owner));
  const handed = [...new Set(handovers.flatMap(({ from, to }) => [...from, ...to]))].filter((name) => !named.has(name));
  const all = [...owners.map(ownerWords), ...handed];
  if (all.length === 0) return 'touches nobody';
  const told = all.slice(0, MOST_OWNERS);
  const rest = all.length - MOST_OWNERS;
  return `touches ${told.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

const MOST_OWNERS = 5;

function ownerWords({ owner, newlyBlocks, newlyConsidered, noLonger }: OwnerImpact): string {
  const parts = [
    newlyBlocks > 0 ? `${newlyBlocks} newly ${newlyBlocks === 1 ? 'blocks' : 'block'}` : '',
    newlyConsidered > 0 ? `${newlyConsidered} to consider` : '',
    noLonger > 0 ? `${noLonger} no longer ${noLonger === 1 ? 'counts' : 'count'}` : '',
  ].filter((part) => part !== '');
  return `${owner} (${parts.join(', ')})`;
}

/** `3 findings: @acme/crm → @acme/sales`. */
export function handoverWords({ from, to, findings }: Handover): string {
  return `${plural(findings, 'finding')}: ${from.join(', ')} → ${to.join(', ')}`;
}

/** `PII001 changed: phase advise → enforce, text`. */
export function policyWords({ policy, kind, changed, before, after }: PolicyChange): string {
  if (kind !== 'changed') return `${policy} ${kind}`;
  const told = changed.map((key) => (key === 'phase' || key === 'severity' ? `${key} ${before?.[key]} → ${after?.[key]}` : key));
  return `${policy} changed: ${told.join(', ')}`;
}

/** `exception crm-migration added: PII001 until 2027-01-31, asked for by @mona`. */
export function exceptionWords({ kind, exception }: ExceptionChange): string {
  const { id, policies, expires, requestedBy, covers, why } = exception;
  const what = `exception ${id} ${kind}: ${policies.join(', ')} until ${expires}, asked for by ${requestedBy}`;
  if (kind === 'removed') return what;
  return why === undefined ? `${what}; it covers ${covers}, and counts once it is merged and approved` : `${what}. ${why}`;
}

/** `tests of policies: 12 hold, 1 does not (x_test.rego:3 test_a); 9 of 10 mutations noticed, PII009 is silent when assets.*.region is unknown`. */
export function testsWords({ held, failed, mutation }: PolicyTests): string {
  const few = (names: readonly string[]): string =>
    names.slice(0, 3).join(', ') + (names.length > 3 ? ` and ${names.length - 3} more` : '');
  const not = failed.length > 0 ? `, ${failed.length} ${failed.length === 1 ? 'does' : 'do'} not (${few(failed)})` : '';
  const silent = mutation.silent.length > 0 ? `, silent: ${few(mutation.silent)}` : '';
  const noticed = mutation.total > 0 ? `; ${mutation.killed} of ${mutation.total} mutations noticed${silent}` : '';
  return `tests of policies: ${held} ${held === 1 ? 'holds' : 'hold'}${not}${noticed}`;
}

/** `watched → blocks`. */
export function weightWords({ before, after }: Pick<WeightChange, 'before' | 'after'>): string {
  return `${WEIGHTS[before]} → ${WEIGHTS[after]}`;
}

const WEIGHTS: Readonly<Record<Weight, string>> = { none: 'nothing', observe: 'watched', advise: 'to consider', enforce: 'blocks' };

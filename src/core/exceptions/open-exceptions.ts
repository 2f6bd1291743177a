import type {
  Exception,
  ExceptionReference,
  ExceptionScope,
  ExceptionStanding,
  GivenException,
  UsedException,
} from '../../model/exception.ts';
import type { Finding } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import type { Settings } from '../../model/settings.ts';
import { isOver } from '../is-over.ts';
import { nearestName } from '../text/nearest-name.ts';
import { periodOf, usedBefore, usedIn } from './quota.ts';

/** What an exception is matched by. */
export interface Exceptable {
  readonly policy: string;
  readonly fingerprint: string;
  /** Id and name of the asset. */
  readonly asset: string | null;
  readonly assetName: string | null;
  readonly field: string | null;
}

/** The exceptions of the governing side at one moment. */
export interface Exceptions {
  /** The one in force that covers a finding; that which ends last, where there are several. */
  covering(finding: Exceptable): ExceptionReference | undefined;
  /** How each of them stands, given the findings of the judgement. */
  standings(findings: readonly Pick<Finding, 'exception'>[]): readonly ExceptionStanding[];
  /** Why some do not count, though their time is not over. */
  readonly problems: readonly Problem[];
}

/** What decides whether exceptions count. `now` is ISO 8601, UTC; `used` are those that were there once and still count to the quota. */
export interface ExceptionRules {
  readonly settings: Settings;
  readonly policies: readonly string[];
  readonly now: string;
  readonly used: readonly UsedException[];
}

/** Those that count now are not over, of policies that allow it, approved, and within the quota. */
export function openExceptions(given: readonly GivenException[], rules: ExceptionRules): Exceptions {
  const eligible = given.map((one): Judged => ({ ...one, why: isOver(one.exception.expires, rules.now) ? OVER : whyNot(one, rules) }));
  const all = withUsed(eligible, rules.used);
  const judged = eligible.map((one) => (one.why === undefined ? { ...one, why: overQuota(one.exception, rules.settings, all) } : one));
  const counting = judged.filter(({ why }) => why === undefined).map(({ exception }) => exception);
  counting.sort((one, other) => (one.expires < other.expires ? 1 : -1));
  return {
    covering: (finding) => {
      const found = counting.find((exception) => covers(exception, finding));
      return found && referenceTo(found, finding.policy, rules.settings, all);
    },
    standings: (findings) => judged.map((one) => standingOf(one, findings)),
    problems: judged.flatMap(({ exception, why }) =>
      typeof why === 'string' ? [{ code: 'exception', message: why, location: exception.location }] : [],
    ),
  };
}

const OVER: unique symbol = Symbol('over');

/** What was never allowed uses nothing; those that are over, or gone from the tree, were used all the same. */
function withUsed(given: readonly Judged[], used: readonly UsedException[]): readonly UsedException[] {
  const there = given.filter(({ why }) => typeof why !== 'string').map(({ exception }) => exception);
  const ids = new Set(there.map(({ id, requested }) => `${id} ${requested}`));
  return [...there, ...used.filter(({ id, requested }) => !ids.has(`${id} ${requested}`))];
}

type Judged = GivenException & { readonly why: string | typeof OVER | undefined };

function standingOf({ exception, approval, why }: Judged, findings: readonly Pick<Finding, 'exception'>[]): ExceptionStanding {
  const { id, policies, requestedBy, requested, expires, location } = exception;
  return {
    id,
    file: location.file,
    policies,
    requestedBy,
    requested,
    expires,
    approval,
    state: why === undefined ? 'in force' : why === OVER ? 'over' : 'not counting',
    ...(typeof why === 'string' ? { why } : {}),
    covers: findings.filter((finding) => finding.exception?.id === id).length,
  };
}

/** Why an exception does not count, whatever the quota says; undefined where it does. */
function whyNot({ exception, approval }: GivenException, { settings, policies, now }: ExceptionRules): string | undefined {
  const unknown = exception.policies.find((id) => !policies.includes(id));
  if (unknown !== undefined) {
    const meant = nearestName(unknown, policies);
    return `This exception is for \`${unknown}\`, which is no policy, so it does not count.${meant ? ` Did you mean ${meant}?` : ''}`;
  }
  const absolute = exception.policies.find((id) => settings.phases[id]?.overridable === false);
  if (absolute !== undefined) return `${absolute} takes no exceptions here (\`overridable: false\`), so this one does not count.`;
  if (exception.requested > now.slice(0, 10))
    return `This exception was asked for on ${exception.requested}, which is not yet. It does not count.`;
  if (approval === 'missing' || approval === 'hidden') return unapproved(approval, settings);
  return undefined;
}

function unapproved(approval: 'missing' | 'hidden', { exceptions: { approvers } }: Settings): string {
  if (approvers.length === 0)
    return 'Settings name nobody who may approve exceptions (`exceptions.approvers`), so this one does not count.';
  const names = approvers.join(', ');
  if (approval === 'hidden')
    return `Nobody can tell whether ${names} approved this exception, so it does not count: give Tollgate the permission "Members: read", or name people.`;
  return `This exception does not count: none of ${names} approved the pull request that adds it, at the commit that adds it.`;
}

function overQuota(exception: Exception, settings: Settings, all: readonly UsedException[]): string | undefined {
  const { quota } = settings.exceptions;
  for (const policy of exception.policies) {
    const used = usedBefore(exception, policy, all, quota.per);
    if (used.length >= quota.policy)
      return `${policy} has used ${used.length} of ${quota.policy} exceptions of ${periodOf(exception.requested, quota.per)} (${used.join(', ')}), so this one does not count. Fix the finding, or ask when the next ${quota.per} begins.`;
  }
  return undefined;
}

function referenceTo(
  { id, expires, requested, location }: Exception,
  policy: string,
  { exceptions: { quota } }: Settings,
  all: readonly UsedException[],
): ExceptionReference {
  const period = periodOf(requested, quota.per);
  const used = usedIn(period, policy, all, quota.per).length;
  return { id, expires, file: location.file, quota: { period, used, of: quota.policy } };
}

function covers({ policies, scope }: Exception, finding: Exceptable): boolean {
  return policies.includes(finding.policy) && scope.some((one) => isIn(one, finding));
}

function isIn(scope: ExceptionScope, { fingerprint, asset, assetName, field }: Exceptable): boolean {
  if ('fingerprint' in scope) return scope.fingerprint === fingerprint;
  if (scope.asset !== asset && scope.asset !== assetName) return false;
  return scope.field === undefined || scope.field === field;
}

import type { Exception, ExceptionReference, ExceptionScope, GivenException } from '../../model/exception.ts';
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

/** The exceptions that are in force at one moment. */
export interface Exceptions {
  /** The one that covers a finding; that which ends last, where there are several. */
  covering(finding: Exceptable): ExceptionReference | undefined;
  /** Why others do not count. */
  readonly problems: readonly Problem[];
}

/** Those that count now: not over, of policies that allow it, approved, within the quota. `now` is ISO 8601, UTC. */
export function openExceptions(
  given: readonly GivenException[],
  { settings, policies, now }: { readonly settings: Settings; readonly policies: readonly string[]; readonly now: string },
): Exceptions {
  const running = given.filter(({ exception }) => !isOver(exception.expires, now));
  const all = given.map(({ exception }) => exception);
  const judged = running.map((one) => ({ exception: one.exception, why: whyNot(one, { settings, policies, now, all }) }));
  const counting = judged.filter(({ why }) => why === undefined).map(({ exception }) => exception);
  counting.sort((one, other) => (one.expires < other.expires ? 1 : -1));
  return {
    covering: (finding) => {
      const found = counting.find((exception) => covers(exception, finding));
      return found && referenceTo(found, finding.policy, { settings, all });
    },
    problems: judged.flatMap(({ exception, why }) =>
      why === undefined ? [] : [{ code: 'exception', message: why, location: exception.location }],
    ),
  };
}

interface Circumstances {
  readonly settings: Settings;
  readonly policies: readonly string[];
  readonly now: string;
  readonly all: readonly Exception[];
}

/** Why an exception does not count; undefined where it does. */
function whyNot({ exception, approval }: GivenException, { settings, policies, now, all }: Circumstances): string | undefined {
  const unknown = exception.policies.find((id) => !policies.includes(id));
  if (unknown !== undefined) {
    const meant = nearestName(unknown, policies);
    return `This exception is for \`${unknown}\`, which is no policy${meant ? `: did you mean ${meant}?` : ''}. It does not count.`;
  }
  const absolute = exception.policies.find((id) => settings.phases[id]?.overridable === false);
  if (absolute !== undefined) return `${absolute} takes no exceptions here (\`overridable: false\`), so this one does not count.`;
  if (exception.requested > now.slice(0, 10))
    return `This exception was asked for on ${exception.requested}, which is not yet. It does not count.`;
  if (approval === 'missing') return unapproved(settings);
  return overQuota(exception, settings, all);
}

function unapproved({ exceptions: { approvers } }: Settings): string {
  if (approvers.length === 0)
    return 'Settings name nobody who may approve exceptions (`exceptions.approvers`), so this one does not count.';
  return `This exception does not count: none of ${approvers.join(', ')} approved the pull request that adds it, at the commit that adds it.`;
}

function overQuota(exception: Exception, settings: Settings, all: readonly Exception[]): string | undefined {
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
  { settings, all }: Pick<Circumstances, 'settings' | 'all'>,
) {
  const { per, policy: of } = settings.exceptions.quota;
  const period = periodOf(requested, per);
  return { id, expires, file: location.file, quota: { period, used: usedIn(period, policy, all, per).length, of } };
}

function covers({ policies, scope }: Exception, finding: Exceptable): boolean {
  return policies.includes(finding.policy) && scope.some((one) => isIn(one, finding));
}

function isIn(scope: ExceptionScope, { fingerprint, asset, assetName, field }: Exceptable): boolean {
  if ('fingerprint' in scope) return scope.fingerprint === fingerprint;
  if (scope.asset !== asset && scope.asset !== assetName) return false;
  return scope.field === undefined || scope.field === field;
}

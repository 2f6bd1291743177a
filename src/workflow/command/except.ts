import { selectFindings } from '../../core/command/select-findings.ts';
import type { Rules } from '../../core/command-ports.ts';
import { LONGEST_DAYS } from '../../core/exceptions/parse-exception.ts';
import { periodOf, usedIn } from '../../core/exceptions/quota.ts';
import { exceptionId, exceptionPath, writeException, type ExceptionRequest } from '../../core/exceptions/write-exception.ts';
import { daysBetween, isOver } from '../../core/is-over.ts';
import { planProposal, type Proposal } from '../../core/plan/plan-proposal.ts';
import { link, say, text } from '../../core/plan/markdown.ts';
import type { Finding } from '../../model/finding.ts';
import { done, refused } from './outcome.ts';
import type { Asked, CommandPorts, Handler, Outcome } from './ports.ts';

/** Opens the pull request that adds the exception, and asks those who may approve it. */
export const except: Handler = async (asked, ports) => {
  const selection = selectFindings(asked.command.subjects, asked.thread, asked.evaluation);
  return 'wrong' in selection ? refused(selection.wrong) : askFor(selection.findings, asked, ports);
};

/** For findings of one policy: an exception covers every combination of its policies and scopes. */
export async function askFor(findings: readonly [Finding, ...Finding[]], asked: Asked, ports: CommandPorts): Promise<Outcome> {
  const policies = [...new Set(findings.map(({ policy }) => policy))];
  if (policies.length > 1) return refused(`Ask for one policy at a time: ${policies.map((id) => `\`${id}\``).join(', ')}.`);
  const rules = await ports.rules(asked.repository, asked.pull.baseBranch);
  const request = requestFor(findings, asked);
  const wrong = whyNot(request, rules, asked.now);
  return wrong === undefined ? propose(request, rules, { asked, findings }, ports) : refused(wrong);
}

function requestFor(findings: readonly [Finding, ...Finding[]], { command, login, now }: Asked): ExceptionRequest {
  const { because = '', control, ticket } = command;
  const today = now.slice(0, 10);
  return {
    policies: [findings[0].policy],
    scope: findings.map(scopeOf),
    justification: because,
    ...(control === undefined ? {} : { control }),
    requestedBy: `@${login}`,
    requested: today,
    expires: command.until ?? dayAfter(today, USUAL_DAYS),
    ...(ticket === undefined ? {} : { ticket }),
  };
}

/** So long an exception lasts where nobody says for how long. */
const USUAL_DAYS = 30;

const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** By names, which people can read; by the fingerprint where there are none, or one would read as a pattern. */
function scopeOf({ asset, assetName, field, fingerprint }: Finding): ExceptionRequest['scope'][number] {
  const name = assetName ?? asset;
  if (name === null || [name, field].some((part) => part?.includes('*'))) return { fingerprint };
  return { asset: name, ...(field === null ? {} : { field }) };
}

/** Why it would not count; undefined where it would, once it is approved. */
function whyNot({ policies, requested, expires }: ExceptionRequest, { settings, used }: Rules, now: string): string | undefined {
  const [policy = ''] = policies;
  const { approvers, quota } = settings.exceptions;
  if (settings.phases[policy]?.overridable === false)
    return `${policy} takes no exceptions here (\`overridable: false\`). Fix the finding.`;
  if (approvers.length === 0)
    return 'Settings name nobody who may approve exceptions. Add `exceptions: { approvers: ["@login", "@organisation/team"] }` to `.github/tollgate.yml`.';
  if (isOver(expires, now)) return `${expires} is over already.`;
  if (daysBetween(requested, expires) > LONGEST_DAYS)
    return `An exception lasts ${LONGEST_DAYS} days at most: until ${dayAfter(requested, LONGEST_DAYS)}. Ask again when it ends.`;
  const period = periodOf(requested, quota.per);
  const count = usedIn(period, policy, used, quota.per).length;
  if (count < quota.policy) return undefined;
  return `${policy} has used ${count} of ${quota.policy} exceptions of ${period}. Fix the finding, or ask when the next ${quota.per} begins.`;
}

async function propose(
  request: ExceptionRequest,
  rules: Rules,
  { asked, findings }: { readonly asked: Asked; readonly findings: readonly Finding[] },
  { github, webUrl }: CommandPorts,
): Promise<Outcome> {
  const { repository, pull } = asked;
  const id = exceptionId(request, (one) => rules.exceptions.includes(one));
  const proposal = planProposal(id, request, {
    rules,
    pull: pull.number,
    base: pull.baseBranch,
    login: asked.login,
    findings,
    owner: repository.owner,
  });
  const opened = await github.propose(repository, proposal.change);
  if (opened === 'moved') return refused(`The branch \`${pull.baseBranch}\` is gone.`);
  if (opened === 'not-allowed') return byHand(id, request, asked, webUrl);
  if (!opened.isNew) return done(say`Asked for already, in #${opened.number}.`, findings);
  await askApprovers(opened.number, proposal, asked, github);
  return done(say`Asked for in #${opened.number} until ${text(request.expires)}, ${proposal.quota}. ${proposal.counts}`, findings);
}

async function askApprovers(
  number: number,
  { users, teams }: Proposal,
  { repository }: Asked,
  github: CommandPorts['github'],
): Promise<void> {
  if (users.length + teams.length === 0) return;
  const key = `reviewers:${repository.id}:${number}`;
  await github.requestReviewers(repository, { kind: 'request-reviewers', key, pull: number, users, teams });
}

/** GitHub opens its editor with the file filled in. */
function byHand(id: string, request: ExceptionRequest, { repository, pull }: Asked, webUrl: string): Outcome {
  const query = new URLSearchParams({ filename: exceptionPath(id), value: writeException(request) });
  const address = `${webUrl}/${repository.owner}/${repository.name}/new/${encodeURIComponent(pull.baseBranch)}?${query.toString()}`;
  const words = say`Tollgate may not open pull requests with files here (“Contents: write”). ${link(say`Add the file in a pull request`, address)}: ${text(exceptionPath(id))}.`;
  return { done: false, words };
}

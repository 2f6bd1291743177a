import { z } from 'zod';
import type { AppGrant, GitHubFacts, Known, KnownApp, RequiredCheck, Standing } from '../../core/doctor/facts.ts';
import { TollgateError } from '../../core/errors.ts';
import { statusOf, type Request } from './call.ts';
import { CHECK_NAME } from './check-runs.ts';

/** The repository that is looked at. `url` is where people see it; `people` those that settings name. */
export interface Examined {
  readonly owner: string;
  readonly name: string;
  readonly url: string;
  readonly people: readonly string[];
  /** The app that looks, where it is one: then it knows what it was granted. */
  readonly self?: { readonly app: KnownApp; readonly granted: AppGrant };
}

/**
 * Asks GitHub how a repository is set up, with whatever token there is: what it may not see is unknown, with the permission that would
 * tell. Reads only. Errors: github-failed, where the repository itself cannot be seen. Sources: GitHub Docs, "Get rules for a branch", "Get a
 * branch", "List CODEOWNERS errors", "List check runs for a Git reference", "List app installations for an organization".
 */
export async function examineRepository(request: Request, examined: Examined): Promise<GitHubFacts> {
  const { owner, name, url, people, self } = examined;
  const own = (route: string): Parameters => (route.includes('{repo}') ? { owner, repo: name } : {});
  const ask: Ask = (shape, route, parameters, needs) =>
    asked(request, shape, { route, parameters: { ...own(route), ...parameters }, needs });
  const repository = await ask(Repository, 'GET /repos/{owner}/{repo}', {}, 'a token that sees it');
  if ('unknown' in repository) throw new TollgateError('github-failed', `GitHub does not show ${owner}/${name}: ${repository.unknown}`);
  const branch = repository.value.default_branch;
  const rules = await ask(Rules, 'GET /repos/{owner}/{repo}/rules/branches/{branch}', { branch, per_page: 100 }, 'Metadata: read');
  const classic = await ask(Branch, 'GET /repos/{owner}/{repo}/branches/{branch}', { branch }, 'Contents: read');
  const app = self ? { value: self.app } : await appOf(ask, 'unknown' in classic ? branch : classic.value.commit.sha);
  return {
    repository: `${owner}/${name}`,
    url,
    branch,
    required: both(rules, classic, requiredIn),
    mergeQueue: inRules(rules, classic, (own) => own.some(({ type }) => type === 'merge_queue')),
    ownersReview: inRules(rules, classic, asksOwners),
    app,
    granted: self ? { value: self.granted } : await grantedTo(ask, app, owner, repository.value.owner.type),
    ownerErrors: mapped(await ask(Errors, 'GET /repos/{owner}/{repo}/codeowners/errors', {}, 'Contents: read'), ({ errors }) => errors),
    people: new Map(await Promise.all(people.map(async (one) => [one, await standingOf(ask, one)] as const))),
  };
}

type Parameters = Readonly<Record<string, unknown>>;
type Ask = <Shape extends z.ZodType>(shape: Shape, route: string, parameters: Parameters, needs: string) => Promise<Answer<z.infer<Shape>>>;
type Answer<T> = Known<T> & { readonly status?: number };

interface Question {
  readonly route: string;
  readonly parameters: Parameters;
  /** The permission that would tell. */
  readonly needs: string;
}

async function asked<Shape extends z.ZodType>(
  request: Request,
  shape: Shape,
  { route, parameters, needs }: Question,
): Promise<Answer<z.infer<Shape>>> {
  try {
    const { data } = await request(route, parameters);
    const parsed = shape.safeParse(data);
    return parsed.success ? { value: parsed.data } : { unknown: `GitHub gave an answer of another shape to ${route}` };
  } catch (error) {
    const status = statusOf(error);
    if (status === 401) throw new TollgateError('github-failed', 'GitHub does not take this token', { cause: error });
    if (status === 403 || status === 404) return { unknown: `this token may not see it (it needs ${needs})`, status };
    return { unknown: `GitHub answered ${status ?? 'nothing'}`, ...(status === undefined ? {} : { status }) };
  }
}

const Repository = z.object({ default_branch: z.string(), owner: z.object({ type: z.string().optional() }) });
const Rules = z.array(z.object({ type: z.string(), parameters: z.record(z.string(), z.unknown()).optional() }));
const Checks = z.object({ required_status_checks: z.array(z.object({ context: z.string(), integration_id: z.number().nullish() })) });
const Branch = z.object({
  commit: z.object({ sha: z.string() }),
  protected: z.boolean(),
  protection: z
    .object({
      required_status_checks: z
        .object({
          contexts: z.array(z.string()).optional(),
          checks: z.array(z.object({ context: z.string(), app_id: z.number().nullish() })).optional(),
        })
        .nullish(),
    })
    .optional(),
});
const Grant = z.object({ permissions: z.record(z.string(), z.string()), events: z.array(z.string()) });
const Runs = z.object({
  check_runs: z.array(z.object({ id: z.number(), app: Grant.partial().extend({ id: z.number(), slug: z.string().optional() }).nullish() })),
});
const Installations = z.object({ installations: z.array(Grant.extend({ app_id: z.number() })) });
const Errors = z.object({ errors: z.array(z.object({ path: z.string(), line: z.number(), message: z.string() })) });
const Permission = z.object({ permission: z.string() });
const OfTeam = z.object({ permissions: z.record(z.string(), z.boolean()).optional() });

type Rules = z.infer<typeof Rules>;
type Branch = z.infer<typeof Branch>;

function mapped<T, U>(known: Known<T>, change: (value: T) => U): Known<U> {
  return 'unknown' in known ? { unknown: known.unknown } : { value: change(known.value) };
}

/** Either of the two may require it; one that nobody sees may hold more. */
function both<T>(rules: Known<Rules>, classic: Known<Branch>, read: (rules: Rules, classic: Branch) => T): Known<T> {
  if ('unknown' in rules) return { unknown: rules.unknown };
  if ('unknown' in classic) return { unknown: classic.unknown };
  return { value: read(rules.value, classic.value) };
}

function requiredIn(rules: Rules, { protection }: Branch): readonly RequiredCheck[] {
  const ofRules = rules
    .filter(({ type }) => type === 'required_status_checks')
    .flatMap(({ parameters }) => Checks.safeParse(parameters).data?.required_status_checks ?? [])
    .map(({ context, integration_id: app }) => checkOf(context, app));
  const { checks = [], contexts = [] } = protection?.required_status_checks ?? {};
  const named = new Set(checks.map(({ context }) => context));
  const old = contexts.filter((context) => !named.has(context)).map((context) => checkOf(context, undefined));
  return [...ofRules, ...checks.map(({ context, app_id: app }) => checkOf(context, app)), ...old];
}

/** GitHub says -1 for any source. */
const checkOf = (name: string, app: number | null | undefined): RequiredCheck =>
  typeof app === 'number' && app > 0 ? { name, app } : { name };

/** Classic branch protection shows these to administrators only, so without a rule nobody can tell. */
function inRules(rules: Known<Rules>, classic: Known<Branch>, holds: (rules: Rules) => boolean): Known<boolean> {
  if ('unknown' in rules) return rules;
  if (holds(rules.value)) return { value: true };
  const isClassic = 'unknown' in classic || hasClassic(classic.value);
  return isClassic ? { unknown: 'no ruleset says so, and classic branch protection shows it to administrators only' } : { value: false };
}

const hasClassic = ({ protection }: Branch): boolean =>
  protection?.required_status_checks !== undefined && protection.required_status_checks !== null;

const asksOwners = (rules: Rules): boolean =>
  rules.some(({ type, parameters }) => type === 'pull_request' && parameters?.['require_code_owner_review'] === true);

async function appOf(ask: Ask, ref: string): Promise<GitHubFacts['app']> {
  const route = 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs';
  const runs = await ask(Runs, route, { ref, check_name: CHECK_NAME, filter: 'latest' }, 'Checks: read');
  return mapped(runs, ({ check_runs: all }) => {
    const app = all.toSorted((one, other) => other.id - one.id)[0]?.app;
    return app ? { id: app.id, slug: app.slug ?? String(app.id), permissions: app.permissions ?? {}, events: app.events ?? [] } : null;
  });
}

async function grantedTo(ask: Ask, app: GitHubFacts['app'], org: string, type: string | undefined): Promise<Known<AppGrant>> {
  if ('unknown' in app) return app;
  const { value } = app;
  if (value === null) return { unknown: 'no commit at the head of the default branch has our check' };
  if (type === 'User') return { unknown: 'GitHub tells it of organisations only' };
  const all = await ask(Installations, 'GET /orgs/{org}/installations', { org, per_page: 100 }, 'Organization administration: read');
  if ('unknown' in all) return { unknown: all.unknown };
  const own = all.value.installations.find(({ app_id: id }) => id === value.id);
  return own ? { value: own } : { unknown: 'the app is not among the installations that GitHub lists' };
}

async function standingOf(ask: Ask, name: string): Promise<Known<Standing>> {
  const [login = '', team] = name.replace(/^@/, '').split('/', 2);
  if (team !== undefined) return teamStanding(ask, login, team);
  const route = 'GET /repos/{owner}/{repo}/collaborators/{username}/permission';
  const answer = await ask(Permission, route, { username: login }, 'Metadata: read, of somebody who may push');
  if ('value' in answer) {
    const { permission } = answer.value;
    return { value: permission === 'none' ? 'none' : ['write', 'admin', 'maintain'].includes(permission) ? 'writes' : 'reads' };
  }
  return answer.status === 404 ? { value: 'gone' } : { unknown: answer.unknown };
}

/** GitHub gives 404 both for a team that may not see the repository and for one that is not there; only who sees teams can tell. */
async function teamStanding(ask: Ask, org: string, team: string): Promise<Known<Standing>> {
  const needs = 'Members: read';
  const there = await ask(z.object({ slug: z.string() }), 'GET /orgs/{org}/teams/{team_slug}', { org, team_slug: team }, needs);
  if ('unknown' in there) return { unknown: there.status === 404 ? `there is no such team, or ${there.unknown}` : there.unknown };
  const route = 'GET /orgs/{org}/teams/{team_slug}/repos/{owner}/{repo}';
  const headers = { accept: 'application/vnd.github.v3.repository+json' };
  const access = await ask(OfTeam, route, { org, team_slug: team, headers }, needs);
  if ('unknown' in access) return access.status === 404 ? { value: 'none' } : { unknown: access.unknown };
  const { push = false, maintain = false, admin = false } = access.value.permissions ?? {};
  return { value: push || maintain || admin ? 'writes' : 'reads' };
}

import type { Examination } from '../../model/examination.ts';
import type { Settings } from '../../model/settings.ts';
import type { AppGrant, GitHubFacts, Known, RequiredCheck, Standing } from './facts.ts';

/** What the app has to have, from `app.yml`, and the name of its check. */
export interface Wanted extends AppGrant {
  readonly check: string;
}

/** Whether GitHub is set up so that a verdict counts. */
export function examineGitHub(facts: GitHubFacts, wanted: Wanted, settings: Pick<Settings, 'owners'>): readonly Examination[] {
  const owners = new Set(settings.owners.map(({ team }) => team));
  return [
    requiredCheck(facts, wanted.check),
    mergeQueue(facts),
    permissions(facts, wanted),
    events(facts, wanted),
    ownersReview(facts),
    ownerErrors(facts),
    ...[...facts.people].map(([name, standing]) => person(name, standing, facts, !owners.has(name))),
  ];
}

type Told = Pick<Examination, 'id' | 'severity'>;

const fine = (told: Told, message: string): Examination => ({ ...told, state: 'fine', message, fix: [] });
const wrong = (told: Told, message: string, ...fix: readonly string[]): Examination => ({ ...told, state: 'wrong', message, fix });
const unknown = (told: Told, message: string, ...fix: readonly string[]): Examination => ({ ...told, state: 'unknown', message, fix });

/** Any app or person who may write statuses can report a check that is not pinned. Source: GitHub Docs, "Available rules for rulesets". */
function requiredCheck({ required, app, branch, url }: GitHubFacts, name: string): Examination {
  const told = { id: 'required-check', severity: 'high' } as const;
  if ('unknown' in required) return unknown(told, `Whether \`${name}\` is required on ${branch} is unknown: ${required.unknown}`);
  const own = required.value.filter((check) => check.name === name);
  const clicks = [
    `${url}/settings/rules, "New branch ruleset" or the one of ${branch}`,
    `"Require status checks to pass", "Add checks", \`${name}\`, and as its source the Tollgate app instead of "any source"`,
  ];
  if (own.length === 0) return wrong(told, `\`${name}\` is not required on ${branch}: what it fails can be merged all the same`, ...clicks);
  return pinned(own, app, told, { name, branch, clicks });
}

function pinned(
  own: readonly RequiredCheck[],
  app: GitHubFacts['app'],
  told: Told,
  { name, branch, clicks }: { readonly name: string; readonly branch: string; readonly clicks: readonly string[] },
): Examination {
  const apps = own.flatMap(({ app: id }) => (id === undefined ? [] : [id]));
  if (apps.length === 0)
    return wrong(told, `\`${name}\` is required on ${branch} from any source: whoever may write checks can report it`, ...clicks);
  if ('unknown' in app || app.value === null) {
    const why = 'unknown' in app ? app.unknown : `no commit at the head of ${branch} has that check`;
    return unknown(told, `\`${name}\` is required on ${branch} from app ${apps.join(', ')}; whether that is Tollgate is unknown: ${why}`);
  }
  const { id, slug } = app.value;
  if (!apps.includes(id))
    return wrong(
      told,
      `\`${name}\` is required on ${branch} from app ${apps.join(', ')}, but ${slug} (${id}) reports it: it waits for ever`,
      ...clicks,
    );
  return fine(told, `\`${name}\` is required on ${branch}, from ${slug} alone`);
}

/** Two green pull requests can break a policy together. */
function mergeQueue({ mergeQueue: queue, branch, url }: GitHubFacts): Examination {
  const told = { id: 'merge-queue', severity: 'low' } as const;
  if ('unknown' in queue) return unknown(told, `Whether ${branch} has a merge queue is unknown: ${queue.unknown}`);
  if (queue.value) return fine(told, `${branch} has a merge queue`);
  const message = `${branch} has no merge queue: two pull requests that break a policy only together are both merged`;
  return wrong(told, message, `${url}/settings/rules, the ruleset of ${branch}, "Require merge queue"`);
}

const LEVELS: readonly string[] = ['none', 'read', 'write', 'admin'];

function permissions({ granted, app, url }: GitHubFacts, wanted: Wanted): Examination {
  const told = { id: 'permissions', severity: 'high' } as const;
  const known = grantOf(granted, app);
  if ('unknown' in known) return unknown(told, `What the app may do is unknown: ${known.unknown}`);
  const has = (name: string): number => LEVELS.indexOf(known.value.permissions[name] ?? 'none');
  const lacking = Object.entries(wanted.permissions).filter(([name, level]) => has(name) < LEVELS.indexOf(level));
  if (lacking.length === 0 && !('unknown' in granted)) return fine(told, 'The app may do what it needs');
  const names = lacking.map(([name, level]) => `${name}: ${level}`).join(', ');
  if (lacking.length > 0) return wrong(told, `The app lacks ${names}`, ...permissionClicks(url, names));
  return unknown(
    told,
    `The app asks for what it needs; whether all of it was granted is unknown: ${'unknown' in granted ? granted.unknown : ''}`,
  );
}

const permissionClicks = (url: string, names: string): readonly string[] => [
  `the app's settings, "Permissions & events": ${names}, "Save changes"`,
  `then ${ownerUrl(url)}/settings/installations, the app, "Review request", "Accept new permissions"`,
];

const ownerUrl = (url: string): string => url.replace(/\/([^/]+)\/[^/]+$/, '/organizations/$1');

/** What was granted; else what the app asks for, which is at least as much. */
function grantOf(granted: Known<AppGrant>, app: GitHubFacts['app']): Known<AppGrant> {
  if ('value' in granted) return granted;
  if ('unknown' in app) return app;
  return app.value === null ? { unknown: 'the app has not reported a check on this branch yet' } : { value: app.value };
}

function events({ granted, app }: GitHubFacts, wanted: Wanted): Examination {
  const told = { id: 'events', severity: 'high' } as const;
  const known = grantOf(granted, app);
  if ('unknown' in known) return unknown(told, `Which events the app is told is unknown: ${known.unknown}`);
  const lacking = wanted.events.filter((event) => !known.value.events.includes(event));
  if (lacking.length === 0) return fine(told, `The app is told all ${wanted.events.length} events, merge_group among them`);
  const queue = lacking.includes('merge_group') ? '; without merge_group a merge queue waits until it gives up' : '';
  return wrong(
    told,
    `The app is not told ${lacking.join(', ')}${queue}`,
    `the app's settings, "Permissions & events", "Subscribe to events": ${lacking.join(', ')}`,
  );
}

function ownersReview({ ownersReview: review, branch, url }: GitHubFacts): Examination {
  const told = { id: 'owners-review', severity: 'medium' } as const;
  if ('unknown' in review) return unknown(told, `Whether ${branch} asks for the review of code owners is unknown: ${review.unknown}`);
  if (review.value) return fine(told, `${branch} asks for the review of code owners`);
  const message = `${branch} does not ask for the review of code owners: who may merge may change the policies`;
  return wrong(
    told,
    message,
    `${url}/settings/rules, the ruleset of ${branch}, "Require a pull request before merging", "Require review from Code Owners"`,
  );
}

function ownerErrors({ ownerErrors: errors }: GitHubFacts): Examination {
  const told = { id: 'owners', severity: 'medium' } as const;
  if ('unknown' in errors) return unknown(told, `Whether the owners in CODEOWNERS are there is unknown: ${errors.unknown}`);
  if (errors.value.length === 0) return fine(told, 'GitHub knows every owner in CODEOWNERS');
  const lines = errors.value.slice(0, 10).map(({ path, line, message }) => `${path}:${line}  ${oneLine(message)}`);
  const more = errors.value.length > 10 ? [`and ${errors.value.length - 10} more`] : [];
  return wrong(
    told,
    `GitHub ignores ${errors.value.length} ${errors.value.length === 1 ? 'owner' : 'owners'} in CODEOWNERS`,
    ...lines,
    ...more,
  );
}

/** GitHub's words are several lines, with the text of the file. */
const oneLine = (text: string): string => (text.split('\n', 1)[0] ?? '').slice(0, 200);

/** Who owns has to be able to write, or GitHub does not ask them; who approves exceptions only has to see the repository. */
function person(name: string, standing: Known<Standing>, { url }: GitHubFacts, mayOnlyRead: boolean): Examination {
  const told = { id: 'people', severity: 'medium' } as const;
  if ('unknown' in standing) return unknown(told, `Whether ${name} is there is unknown: ${standing.unknown}`);
  const { value } = standing;
  if (value === 'writes' || (value === 'reads' && mayOnlyRead))
    return fine(told, `${name} is there and may ${value === 'writes' ? 'write' : 'read'}`);
  const level = mayOnlyRead ? 'Read' : 'Write';
  if (value !== 'gone')
    return wrong(
      told,
      `${name}, whom settings name, may not ${level.toLowerCase()} here`,
      `${url}/settings/access, "Add people" or "Add teams", ${name}, "${level}"`,
    );
  return wrong(told, `${name}, whom settings name, is not there`, `name somebody else in .github/tollgate.yml`);
}

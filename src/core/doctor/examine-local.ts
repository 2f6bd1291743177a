import type { Asset } from '../../model/asset.ts';
import type { ExceptionStanding } from '../../model/exception.ts';
import type { Examination } from '../../model/examination.ts';
import type { Problem } from '../../model/problem.ts';
import type { OwnershipRule } from '../../model/routing.ts';
import type { Settings } from '../../model/settings.ts';
import { ownershipOf } from '../route/codeowners.ts';
import { DEFAULT_LIBRARY } from '../settings/default-settings.ts';
import { SETTINGS_PATH } from '../settings/parse-settings.ts';

/** What the repository itself says: its whole tree, judged. */
export interface LocalFacts {
  readonly paths: readonly string[];
  readonly settings: Settings;
  readonly rules: readonly OwnershipRule[];
  /** Where CODEOWNERS is; undefined where there is none. */
  readonly codeowners: string | undefined;
  readonly exceptions: readonly ExceptionStanding[];
  readonly problems: readonly Problem[];
  readonly assets: readonly Asset[];
  /** Whether any extractor takes a path. */
  isClaimed(path: string): boolean;
  /** Those that no policy would say anything of, whatever they were set to. */
  readonly unseen: readonly Asset[];
  /** The text of the lock file; undefined where there is none. */
  readonly lock: string | undefined;
}

/** Whether the repository is set up so that everything that it governs is judged, by rules that are looked after. */
export function examineLocal(facts: LocalFacts): readonly Examination[] {
  return [settingsRead(facts), coverage(facts), unread(facts), unclaimed(facts), unseen(facts), ...exceptions(facts), lock(facts)];
}

type Told = Pick<Examination, 'id' | 'severity'>;

const fine = (told: Told, message: string): Examination => ({ ...told, state: 'fine', message, fix: [] });
const wrong = (told: Told, message: string, ...fix: readonly string[]): Examination => ({ ...told, state: 'wrong', message, fix });
const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

function settingsRead({ paths, problems }: LocalFacts): Examination {
  const told = { id: 'settings', severity: 'high' } as const;
  const own = problems.filter(({ code }) => /^(?:settings|library|policy|codeowners|exception|baseline)/.test(code));
  if (own.length > 0)
    return wrong(
      told,
      `${plural(own.length, 'problem')} with settings and policies`,
      ...own.slice(0, MOST).map(lineOf),
      ...more(own.length),
    );
  return fine(told, paths.includes(SETTINGS_PATH) ? `${SETTINGS_PATH} can be read` : `No ${SETTINGS_PATH}: the default policies advise`);
}

const MOST = 10;
const more = (count: number): readonly string[] => (count > MOST ? [`and ${count - MOST} more`] : []);
const lineOf = ({ location, message }: Problem): string => `${location.file}:${location.start.line}  ${message}`;

/** Who may change what judges. Source: GitHub Docs, "About code owners". */
function coverage({ settings, rules, codeowners, paths }: LocalFacts): Examination {
  const told = { id: 'codeowners', severity: 'high' } as const;
  const folder = settings.policies?.replaceAll(/^\.?\/+|\/+$/g, '');
  const judging: readonly (readonly [string, string])[] = [
    [SETTINGS_PATH, `/${SETTINGS_PATH}`],
    ['.github/tollgate/exceptions/any.yml', '/.github/tollgate/'],
    ['.github/tollgate.lock', '/.github/tollgate.lock'],
    [codeowners ?? '.github/CODEOWNERS', `/${codeowners ?? '.github/CODEOWNERS'}`],
    ...(folder === undefined
      ? []
      : [...paths.filter((path) => path.startsWith(`${folder}/`)), `${folder}/any.rego`].map((path) => [path, `/${folder}/`] as const)),
  ];
  const open = [...new Set(judging.filter(([path]) => (ownershipOf(path, rules)?.owners.length ?? 0) === 0).map(([, pattern]) => pattern))];
  if (open.length === 0) return fine(told, 'CODEOWNERS covers settings, policies, exceptions and itself');
  const owner = settings.exceptions.approvers[0] ?? '@ORGANISATION/TEAM';
  const message = `CODEOWNERS covers ${plural(open.length, 'path')} of what judges by nobody: ${open.join(', ')}`;
  return wrong(
    told,
    message,
    `add at the end of ${codeowners ?? '.github/CODEOWNERS'}:`,
    ...open.map((pattern) => `  ${pattern} ${owner}`),
  );
}

function unread({ problems }: LocalFacts): Examination {
  const told = { id: 'unread', severity: 'medium' } as const;
  const files = problems.filter(
    ({ undecided, code }) => undecided && !/^(?:settings|library|policy|codeowners|exception|baseline)/.test(code),
  );
  if (files.length === 0) return fine(told, 'Every governed file can be read');
  return wrong(told, `${plural(files.length, 'place')} could not be judged`, ...files.slice(0, MOST).map(lineOf), ...more(files.length));
}

/** Files that hold data definitions or pipelines in formats that nobody here reads. */
const DATA_FILE = /\.(?:hql|hive|ddl|scala|ipynb|lkml|bicep|thrift|fbs|xsd|dtsx|ktr|kjb|malloy|prisma|tofu|cql|kql|pbit|dataform|sqlx)$/i;

function unclaimed({ paths, settings, isClaimed }: LocalFacts): Examination {
  const told = { id: 'unclaimed', severity: 'low' } as const;
  const files = paths.filter((path) => DATA_FILE.test(path) && !isClaimed(path));
  if (files.length === 0) return fine(told, 'No file of a known data format is without a reader');
  const kinds = [...Map.groupBy(files, (path) => path.slice(path.lastIndexOf('.')))].map(
    ([kind, own]) => `${kind} (${own.length}, as ${own[0]})`,
  );
  const shown =
    settings.ignore.length === 0
      ? `ignore: [${[...new Set(files.map((path) => `"*${path.slice(path.lastIndexOf('.'))}"`))].join(', ')}]`
      : 'add them to `ignore`';
  return wrong(
    told,
    `${plural(files.length, 'file')} that may hold data definitions, read by nobody: ${kinds.join(', ')}`,
    `where they need no judging, say so in ${SETTINGS_PATH}: ${shown}`,
  );
}

function unseen({ assets, unseen: blind }: LocalFacts): Examination {
  const told = { id: 'unseen', severity: 'low' } as const;
  if (assets.length === 0) return fine(told, 'Nothing here is an asset');
  if (blind.length === 0) return fine(told, `Policies have something to say of each of ${plural(assets.length, 'asset')}`);
  const kinds = [...Map.groupBy(blind, ({ kind }) => kind)].map(([kind, own]) => `${kind} (${own.length}, as ${own[0]?.name ?? ''})`);
  const message = `No policy would say anything of ${blind.length} of ${plural(assets.length, 'asset')}, whatever they were set to: ${kinds.slice(0, MOST).join(', ')}`;
  return wrong(
    told,
    message,
    ...(kinds.length > MOST ? [`and ${kinds.length - MOST} more kinds`] : []),
    'where they hold data, write a policy that asks about them',
  );
}

function exceptions({ exceptions: all }: LocalFacts): readonly Examination[] {
  if (all.length === 0) return [fine({ id: 'exceptions', severity: 'low' }, 'There are no exceptions')];
  const told = all.flatMap((one) => troubleOf(one));
  return told.length > 0
    ? told
    : [fine({ id: 'exceptions', severity: 'low' }, `${plural(all.length, 'exception')}, all in force and used`)];
}

function troubleOf({ id, file, state, why, covers, expires }: ExceptionStanding): readonly Examination[] {
  const told = { id: 'exceptions', severity: state === 'not counting' ? 'medium' : 'low' } as const;
  const remove = `git rm ${file}`;
  if (state === 'over') return [wrong(told, `The exception ${id} ended on ${expires}`, remove)];
  if (state === 'not counting') return [wrong(told, `The exception ${id} does not count`, why ?? '', remove)];
  return covers === 0 ? [wrong(told, `The exception ${id} covers nothing`, remove)] : [];
}

function lock({ settings, lock: text }: LocalFacts): Examination {
  const told = { id: 'lock', severity: 'medium' } as const;
  const shared = settings.extends.filter((name) => name !== DEFAULT_LIBRARY);
  if (shared.length === 0 && text === undefined) return fine(told, 'No shared library is used, so nothing needs to be locked');
  if (text === undefined)
    return wrong(
      told,
      `${shared.join(', ')} ${shared.length === 1 ? 'is' : 'are'} used without .github/tollgate.lock`,
      'tollgate update, and commit what it writes',
    );
  const stale = shared.filter((name) => !text.includes(name));
  return stale.length === 0
    ? fine(told, '.github/tollgate.lock names every library')
    : wrong(told, `.github/tollgate.lock does not name ${stale.join(', ')}`, 'tollgate update, and commit what it writes');
}

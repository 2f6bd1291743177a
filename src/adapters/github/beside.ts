import { z } from 'zod';
import { isTollgateError } from '../../core/errors.ts';
import type { OrganisationFiles } from '../../core/library-ports.ts';
import { DEFAULT_LIBRARY } from '../../core/settings/default-settings.ts';
import { parseSettings } from '../../core/settings/parse-settings.ts';
import type { Unreadable } from '../../model/change-set.ts';
import type { SourceFile } from '../../model/source.ts';
import type { Repository } from '../../model/trigger.ts';
import { repeat, statusOf, type Pace } from './call.ts';
import type { Session } from './session.ts';

/** What this app sees of other repositories of an account that it is installed in. */
export interface Beside {
  /** A token that reads the contents of `owner/name` and nothing else; undefined where another account owns it, or the app is not installed on it. */
  tokenBeside(repository: Repository, fullName: string): Promise<string | undefined>;
  /** What the organisation asks, as the default branch of its `.github` repository has it. */
  organisation(repository: Repository): Promise<OrganisationFiles | undefined>;
}

export interface BesidePorts {
  /** A token of an installation for one repository, by its name. Throws what GitHub answers. */
  mint(installation: number, name: string): Promise<{ readonly token: string; readonly expiresAt: string }>;
  sessionBy(token: string, owner: string, name: string): Session;
  readonly pace: Pace;
}

/** What is in it is asked for once a minute, and whether there is one every five: at most three calls a minute for each account. */
const FILE_MS = 60_000;
const ABSENT_MS = 5 * 60_000;

/** Tokens last an hour. */
const SPARE_MS = 5 * 60_000;

export function openBeside(ports: BesidePorts): Beside {
  const tokens = keptFor<string | undefined>(ports.pace);
  const files = keptFor<OrganisationFiles | undefined>(ports.pace);
  const tokenBeside: Beside['tokenBeside'] = async ({ installation, owner }, fullName) => {
    const [account = '', name = ''] = fullName.split('/', 2);
    if (account.toLowerCase() !== owner.toLowerCase()) return undefined;
    return tokens(`${installation}/${name.toLowerCase()}`, () => mintFor(installation, name, ports));
  };
  return {
    tokenBeside,
    organisation: (repository) =>
      repository.name === HOME
        ? Promise.resolve(undefined)
        : files(String(repository.installation), async () => {
            const token = await tokenBeside(repository, `${repository.owner}/${HOME}`);
            const value =
              token === undefined ? undefined : await readHome(ports.sessionBy(token, repository.owner, HOME), repository.owner);
            return { value, until: ports.pace.now() + FILE_MS };
          }),
  };
}

/** Where GitHub keeps what holds for a whole account. Its own settings are the floor, which is not laid below itself. */
const HOME = '.github';
const PLACES = ['', '.github/'];

interface Kept<Value> {
  readonly value: Value;
  readonly until: number;
}

/** An answer is good for a while, and asked for once by all who want it; an error is nobody's answer. */
function keptFor<Value>({ now }: Pace): (key: string, ask: () => Promise<Kept<Value>>) => Promise<Value> {
  const kept = new Map<string, Promise<Kept<Value>>>();
  return async (key, ask) => {
    const there = await kept.get(key)?.catch(() => undefined);
    if (there && there.until > now()) return there.value;
    const asked = ask();
    kept.set(key, asked);
    return (await asked).value;
  };
}

/**
 * GitHub answers 422 where a name is no repository of the installation. Source: GitHub Docs, "Create an installation access token for
 * an app".
 */
async function mintFor(installation: number, name: string, { mint, pace }: BesidePorts): Promise<Kept<string | undefined>> {
  try {
    const { token, expiresAt } = await repeat(() => mint(installation, name), pace);
    return { value: token, until: Date.parse(expiresAt) - SPARE_MS };
  } catch (error) {
    if (!isTollgateError(error) || statusOf(error.cause) !== 422) throw error;
    return { value: undefined, until: pace.now() + ABSENT_MS };
  }
}

async function readHome(session: Session, owner: string): Promise<OrganisationFiles | undefined> {
  const read = async (path: string): Promise<SourceFile | Unreadable | undefined> => {
    const content = await session.readOptional(Content, 'GET /repos/{owner}/{repo}/contents/{path}', { path });
    return content === undefined ? undefined : toFile(`${owner}/${HOME}:${path}`, content);
  };
  for (const place of PLACES) {
    const settings = await read(`${place}tollgate.yml`);
    const lock = settings && extendsLibraries(settings) ? await read(`${place}tollgate.lock`) : undefined;
    if (settings) return { settings, ...(lock ? { lock } : {}) };
  }
  return undefined;
}

/** Without libraries there is nothing to pin. */
const extendsLibraries = (file: SourceFile | Unreadable): boolean =>
  !('unreadable' in file) && parseSettings(file).settings.extends.some((reference) => reference !== DEFAULT_LIBRARY);

/** A folder, a submodule or more than a megabyte comes without text. Source: GitHub Docs, "Get repository content". */
const Content = z.union([z.object({ encoding: z.literal('base64'), content: z.string() }), z.unknown().transform(() => null)]);

function toFile(path: string, content: z.infer<typeof Content>): SourceFile | Unreadable {
  if (content === null) return { path, size: 0, unreadable: 'missing' };
  const bytes = Buffer.from(content.content, 'base64');
  try {
    return { path, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), size: bytes.length };
  } catch {
    return { path, size: bytes.length, unreadable: 'not-utf8' };
  }
}

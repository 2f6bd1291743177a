import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { isPinnedFile, MOST_BYTES, MOST_FILES } from '../../core/library/library-files.ts';
import type { Ask, Fetched, GitLibrary } from '../../core/library-ports.ts';
import type { SourceFile } from '../../model/source.ts';
import { commitTree } from './commit-tree.ts';
import { askGit, runGit, type GitPlace } from './run-git.ts';

const TIMEOUT_MS = 30_000;
const PIN = 'refs/tollgate/pin';

/** One commit of a repository elsewhere: that of a tag, or one by its id. Errors: git-missing, git-failed, and what is wrong with the library. */
export async function fetchGitLibrary(library: GitLibrary, { source, keys = new Map() }: Ask): Promise<Fetched> {
  const gitDir = mkdtempSync(join(tmpdir(), 'tollgate-library-'));
  const place = { gitDir, env: environmentFor(library) };
  try {
    await runGit({ gitDir }, ['init', '--bare', '--quiet']);
    const from = source ?? `refs/tags/${library.tag}`;
    const quietly = ['--quiet', '--no-tags', '--no-write-fetch-head', '--no-recurse-submodules', '--depth=1'];
    await runGit(place, ['fetch', ...quietly, '--end-of-options', library.url, `+${from}:${PIN}`], { timeoutMs: TIMEOUT_MS });
    const commit = await askGit({ gitDir }, ['rev-parse', '--verify', '--quiet', `${PIN}^{commit}`]);
    if (commit === undefined) throw new Error('has a tag that names no commit');
    const signer = keys.size > 0 ? await signerOf({ gitDir }, library.tag, keys) : undefined;
    return { files: await filesOf({ gitDir }, commit), source: commit, ...(signer === undefined ? {} : { signer }) };
  } finally {
    rmSync(gitDir, { recursive: true, force: true });
  }
}

/** A redirect would carry the token elsewhere, so none is followed; nothing is asked of a person. */
function environmentFor({ url, token }: GitLibrary): Readonly<Record<string, string>> {
  const { protocol, origin } = new URL(url);
  const header = token && `Authorization: Basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`;
  const settings = [
    ['http.followRedirects', 'false'],
    ['credential.helper', ''],
    ['fetch.fsckObjects', 'true'],
    ...(header ? [[`http.${origin}/.extraHeader`, header]] : []),
  ];
  const entries = settings.flatMap(([key = '', value = ''], at) => [
    [`GIT_CONFIG_KEY_${at}`, key],
    [`GIT_CONFIG_VALUE_${at}`, value],
  ]);
  const agent = process.env['SSH_AUTH_SOCK'];
  const ssh = { HOME: homedir(), GIT_SSH_COMMAND: 'ssh -o BatchMode=yes -o ConnectTimeout=10', ...(agent ? { SSH_AUTH_SOCK: agent } : {}) };
  return {
    ...Object.fromEntries(entries),
    GIT_CONFIG_COUNT: String(settings.length),
    GIT_ALLOW_PROTOCOL: protocol.slice(0, -1),
    ...(protocol === 'ssh:' ? ssh : {}),
  };
}

/** The key that signed the tag. Source: git-verify-tag, and gpg.ssh.allowedSignersFile of git-config. */
async function signerOf(place: GitPlace, tag: string, keys: NonNullable<Ask['keys']>): Promise<string> {
  // A signature of an older tag is good for that one alone.
  const own = await askGit(place, ['cat-file', 'tag', PIN]);
  if (!own?.split('\n\n', 1)[0]?.split('\n').includes(`tag ${tag}`)) throw new Error(UNSIGNED);
  const allowed = join(place.gitDir, 'allowed-signers');
  for (const [key, name] of keys) {
    if (key.startsWith('-----')) continue;
    writeFileSync(allowed, `tollgate namespaces="git" ${key.trim().split(/\s+/).slice(0, 2).join(' ')}\n`);
    const verify = ['-c', 'gpg.format=ssh', '-c', `gpg.ssh.allowedSignersFile=${allowed}`, 'verify-tag', PIN];
    const good = await runGit(place, verify).then(
      () => true,
      () => false,
    );
    if (good) return name;
  }
  throw new Error(UNSIGNED);
}

const UNSIGNED = 'has a tag that is not signed by any of the keys under `signatures`';

async function filesOf(place: GitPlace, commit: string): Promise<readonly SourceFile[]> {
  const tree = await commitTree(place, commit);
  const paths = tree.paths.filter(isPinnedFile);
  if (paths.length > MOST_FILES) throw new Error(`holds ${paths.length} files; ${MOST_FILES} are the most`);
  const read = await tree.read(paths);
  const files = read.map((one): SourceFile => {
    if ('unreadable' in one) throw new Error(`holds \`${one.path}\`, which cannot be read (${one.unreadable})`);
    return { path: one.path, text: one.text, size: one.size };
  });
  if (files.reduce((sum, { size }) => sum + size, 0) > MOST_BYTES) throw new Error('is larger than 32 MB');
  return files;
}

import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isTollgateError } from '../core/errors.ts';
import { selectTouched } from '../core/select-touched.ts';
import { DEFAULT_SETTINGS } from '../core/settings/default-settings.ts';
import { gather } from '../workflow/gather.ts';
import { judgeFiles } from '../workflow/judge-files.ts';
import { readSides } from '../workflow/read-sides.ts';
import { composeLocal } from '../compose/local.ts';
import type { ParseWith } from '../core/plug-ins.ts';
import type { EngineAnswer } from '../core/ports.ts';
import type { Json } from '../model/json.ts';
import { loadGrammars } from '../adapters/grammar/load-grammars.ts';
import { commitTree } from '../adapters/git/commit-tree.ts';
import { openPack } from './judge-pack.ts';
import { judgeTreeWith } from './judge-tree.ts';
import type { ChangesAndFiles, FilesToJudge, FileVerdict, ScoreContext } from './score-context.ts';

const run = promisify(execFile);

/** `repositories` is a folder that holds Git repositories, bare or not, at most two folders deep. */
export function compose(cases: string, repositories: string | undefined): ScoreContext {
  const found = repositories === undefined ? [] : gitFolders(repositories, 2);
  const local = composeLocal();
  const git = (name: string): string | undefined => found.find((path) => path.replaceAll('+', '/').includes(name.replaceAll('+', '/')));
  const folder = (name: string): string | undefined => {
    const path = repositories === undefined ? undefined : join(repositories, name);
    return path !== undefined && existsSync(path) ? path : undefined;
  };
  return {
    cases,
    git,
    folder,
    show,
    judge,
    judgeFiles: judgeParsed,
    openPack,
    judgeTree: judgeTreeWith(local),
    parser,
    tree: (gitDir, commit) => commitTree({ gitDir }, commit),
    changes,
  };
  async function changes(gitDir: string, base: string, head: string): Promise<ChangesAndFiles | undefined> {
    try {
      const checkout = await local.sourceControl.checkout({ path: gitDir, base, head });
      const sides = await readSides(checkout, DEFAULT_SETTINGS, local);
      return { changes: selectTouched(sides, checkout.changeSet, DEFAULT_SETTINGS).changes, files: checkout.changeSet.files };
    } catch (error) {
      if (isTollgateError(error)) return undefined;
      throw error;
    }
  }
}

function gitFolders(folder: string, depth: number): readonly string[] {
  if (existsSync(join(folder, 'HEAD')) && existsSync(join(folder, 'objects'))) return [folder];
  if (existsSync(join(folder, '.git', 'HEAD'))) return [join(folder, '.git')];
  const names = depth > 0 && existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
  return names.filter((one) => one.isDirectory()).flatMap(({ name }) => gitFolders(join(folder, name), depth - 1));
}

async function show(gitDir: string, commit: string, path: string): Promise<string | undefined> {
  try {
    const { stdout } = await run('git', ['--git-dir', gitDir, 'show', `${commit}:${path}`], { maxBuffer: 1 << 26 });
    return stdout;
  } catch {
    return undefined;
  }
}

async function parser(): Promise<ParseWith> {
  const grammars = loadGrammars();
  await grammars.load('hcl');
  await grammars.load('python');
  return grammars.parse;
}

/** The judging process lives as long as one call: scores are few and large. */
async function judge(inputs: readonly Json[]): Promise<readonly EngineAnswer[]> {
  const local = composeLocal();
  try {
    return await local.engine.evaluate(await local.compiler.compile([await local.defaultLibrary()]), inputs, {});
  } finally {
    await local.close();
  }
}

async function judgeParsed({ tree, files, libraries, data, format }: FilesToJudge): Promise<readonly FileVerdict[]> {
  const local = composeLocal();
  const changed = files.map((path) => ({ path, basePath: path, status: 'added', changedLines: [], shownLines: [] }) as const);
  const changeSet = { base: null, head: { commit: null, name: 'main' }, files: changed, whole: 'change' } as const;
  try {
    const checkout = { changeSet, base: null, head: tree, governing: tree };
    const governance = await gather(checkout, local, { libraries, data });
    const formats = format === undefined ? [] : [{ paths: ['*'], format }];
    const settings = { ...governance.settings, formats };
    const { findings } = await judgeFiles(checkout, { ...governance, settings }, local);
    const counted = findings.filter(({ disposition }) => disposition === 'new');
    return counted.map(({ statement, policy, location }) => ({
      file: location.file,
      namespace: policy.package,
      message: statement.message,
      advises: statement.advises === true,
    }));
  } finally {
    await local.close();
  }
}

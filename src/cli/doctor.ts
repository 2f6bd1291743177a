import { composeDoctor, type Doctor } from '../compose/doctor.ts';
import { composeLocal } from '../compose/local.ts';
import { examineGitHub } from '../core/doctor/examine-github.ts';
import { examineLocal } from '../core/doctor/examine-local.ts';
import { peopleIn } from '../core/doctor/people-in.ts';
import { showExaminations } from '../core/doctor/show-examinations.ts';
import type { Examination } from '../model/examination.ts';
import type { Settings } from '../model/settings.ts';
import { gatherExamination } from '../workflow/gather-examination.ts';
import { TollgateError } from '../core/errors.ts';
import { flag, oneOf, readOptions, text } from './arguments.ts';
import { progress } from './progress.ts';

/**
 * `tollgate doctor`: whether a repository is set up so that a verdict counts. 1: something is wrong that is worth more than a note.
 * 2: nothing is, as far as it could be seen, but not everything could.
 */
export async function run(argv: readonly string[]): Promise<number> {
  const options = { repo: text, local: flag, format: text };
  const { values, positionals } = readOptions(argv, options);
  const format = oneOf(values.format, ['text', 'json']);
  const [path = '.'] = positionals;
  const local = composeLocal();
  const shown = progress();
  try {
    shown.say('reading the repository');
    const facts = await gatherExamination(await local.sourceControl.checkout({ path, all: true }), local, local.now());
    shown.say('asking GitHub');
    const remote = values.local ? [] : await askGitHub(composeDoctor(process.env), values.repo, path, facts.settings);
    const all = [...remote, ...examineLocal(facts)];
    shown.done();
    process.stdout.write(format === 'json' ? `${JSON.stringify({ examinations: all }, null, 2)}\n` : showExaminations(all));
    return exitCode(all);
  } finally {
    shown.done();
    await local.close();
  }
}

async function askGitHub(doctor: Doctor, named: string | undefined, path: string, settings: Settings): Promise<readonly Examination[]> {
  if (named !== undefined && !/^[\w.-]+\/[\w.-]+$/.test(named))
    throw new TollgateError('bad-use', `\`--repo ${named}\` is no repository`, { lines: ['do:    --repo OWNER/NAME'] });
  const repository = named ?? doctor.originOf(path);
  if (!doctor.examine) return [unasked('there is no token', 'GITHUB_TOKEN=… tollgate doctor, or tollgate doctor --local')];
  if (repository === undefined) return [unasked('the remote `origin` names no repository there', 'tollgate doctor --repo OWNER/NAME')];
  return examineGitHub(await doctor.examine(repository, peopleIn(settings)), doctor.wanted, settings);
}

function unasked(why: string, fix: string): Examination {
  return { id: 'github', state: 'unknown', severity: 'high', message: `What GitHub enforces is unknown: ${why}`, fix: [fix] };
}

function exitCode(all: readonly Examination[]): number {
  if (all.some(({ state, severity }) => state === 'wrong' && severity !== 'low')) return 1;
  return all.some(({ state }) => state === 'unknown') ? 2 : 0;
}

import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { FILE_FORMATS } from '../core/file-formats.ts';
import { fileFormat } from '../core/extract/file-format.ts';
import type { LibrarySource } from '../core/ports.ts';
import type { ReadableTree } from '../model/change-set.ts';
import type { SourceFile } from '../model/source.ts';
import type { FileVerdict, ScoreContext } from './score-context.ts';
import type { ScoreRow } from './score-row.ts';
import { newTally, rowOf, tally } from './tally.ts';

const NAME = 'conftest-examples';
const COMMIT = '6a3fd606993c1003de444a0ea93c7e916b845d4c';

interface Case {
  readonly test: string;
  readonly command: string;
  readonly result: readonly Result[] | null;
}

interface Result {
  readonly filename: string;
  readonly namespace: string;
  readonly failures?: readonly { readonly msg: string }[];
  readonly warnings?: readonly { readonly msg: string }[];
}

interface Asked {
  readonly files: readonly string[];
  readonly policies: readonly string[];
  readonly data: readonly string[];
  readonly combine: boolean;
  readonly format?: string;
}

/** What conftest's own examples fail and warn of, file by file and namespace by namespace, against what we say by the same packs. */
export async function scoreConftest(context: ScoreContext): Promise<readonly ScoreRow[]> {
  const path = `${context.cases}/${NAME}/cases.jsonl`;
  const git = context.git('open-policy-agent/conftest');
  if (!existsSync(path) || git === undefined || !context.tree || !context.judgeFiles)
    return [{ case: NAME, measure: 'messages', value: 'absent' }];
  const tree = await context.tree(git, COMMIT);
  const all = casesIn(readFileSync(path, 'utf8'));
  const claimed = all.filter(isClaimed);
  const told = newTally();
  const differ: string[] = [];
  for (const one of claimed) {
    const [expected, said] = [expectedOf(one), await saidOf(one, tree, context.judgeFiles)];
    tally(told, expected, said);
    if (expected.toSorted().join('\n') !== said.toSorted().join('\n')) differ.push(one.command);
  }
  const others = all.length - claimed.length;
  const exact = { case: NAME, measure: 'exact cases', value: `${claimed.length - differ.length} of ${claimed.length}` };
  return [{ ...exact, note: [`${others} not claimed`, ...differ].join('; ') }, rowOf(NAME, 'failures and warnings', told)];
}

function casesIn(text: string): readonly Case[] {
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Case);
}

/** A test of files whose formats are all parsed here. Formats that a flag forces, and faults of conftest itself, are not claimed. */
function isClaimed({ command, result }: Case): boolean {
  if (result === null || !command.startsWith('conftest test ') || /--(?:proto-file-dirs|show-builtin-errors)\b/.test(command)) return false;
  const { files, format } = askedBy(command);
  if (format !== undefined) return (FILE_FORMATS as readonly string[]).includes(format);
  return files.every((file) => ![undefined, 'unread'].includes(fileFormat(file)));
}

function askedBy(command: string): Asked {
  const args = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain = '']) => quoted ?? plain).slice(2);
  const { values, positionals } = parseArgs({
    args,
    strict: false,
    allowPositionals: true,
    options: {
      policy: { type: 'string', short: 'p', multiple: true },
      data: { type: 'string', short: 'd', multiple: true },
      namespace: { type: 'string', multiple: true },
      parser: { type: 'string' },
      combine: { type: 'boolean' },
    },
  });
  const texts = (list: readonly (string | boolean)[] | undefined): readonly string[] => (list ?? []).map(String);
  return {
    files: positionals,
    policies: texts(values.policy as string[]),
    data: texts(values.data as string[]),
    combine: values.combine === true,
    ...(typeof values.parser === 'string' ? { format: values.parser } : {}),
  };
}

const lineOf = (file: string, namespace: string, weight: string, message: string): string => `${file} ${namespace} ${weight}: ${message}`;

function expectedOf({ result }: Case): readonly string[] {
  return (result ?? []).flatMap(({ filename, namespace, failures = [], warnings = [] }) => [
    ...failures.map(({ msg }) => lineOf(filename, namespace, 'fails', msg)),
    ...warnings.map(({ msg }) => lineOf(filename, namespace, 'warns', msg)),
  ]);
}

/** Every package is asked here; conftest lists those that it was asked about, also where they say nothing. */
async function saidOf(one: Case, tree: ReadableTree, judge: NonNullable<ScoreContext['judgeFiles']>): Promise<readonly string[]> {
  const { files, policies, data, combine, format } = askedBy(one.command);
  const libraries = await Promise.all(policies.map((path) => libraryAt(path, tree)));
  const formatted = format === undefined ? {} : { format };
  const verdicts = await judge({
    tree,
    files,
    libraries,
    ...formatted,
    data: (await Promise.all(data.map((path) => filesBelow(path, tree)))).flat(),
  });
  const namespaces = new Set(one.result?.map(({ namespace }) => namespace));
  const shown = ({ file }: FileVerdict): string => (combine ? 'Combined' : file);
  return verdicts
    .filter(({ namespace }) => namespaces.has(namespace))
    .map((verdict) => lineOf(shown(verdict), verdict.namespace, verdict.advises ? 'warns' : 'fails', verdict.message));
}

async function libraryAt(path: string, tree: ReadableTree): Promise<LibrarySource> {
  const root = path.replace(/\/$/, '');
  const files = await filesBelow(root, tree);
  return {
    name: root,
    version: '',
    files: files.map((file) => ({ ...file, path: file.path.slice(root.length + 1) || (file.path.split('/').at(-1) ?? '') })),
  };
}

async function filesBelow(path: string, tree: ReadableTree): Promise<readonly SourceFile[]> {
  const paths = tree.paths.filter((one) => one === path || one.startsWith(`${path.replace(/\/$/, '')}/`));
  return (await tree.read(paths)).flatMap((one) => ('unreadable' in one ? [] : [one]));
}

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TollgateError } from '../../core/errors.ts';
import type { LibrarySource } from '../../core/ports.ts';
import { lineIndex } from '../../core/text/line-index.ts';
import type { PolicyMetadata } from '../../model/finding.ts';
import type { Json } from '../../model/json.ts';
import type { Problem } from '../../model/problem.ts';
import { withAliases, withoutAliases } from './aliases.ts';
import { refusedIn, whyRefused } from './builtins/refused.ts';
import { capabilitiesOf } from './capabilities.ts';
import { entryModules, entryOf, MAIN_ENTRIES, type AskedPolicy } from './entry-module.ts';
import { integerKeysIn } from './integer-keys.ts';
import type { LibraryFile } from './library-file.ts';
import { policiesOf } from './library-policies.ts';
import { readPolicyFile } from './policy-file.ts';
import { REGULA_LIBRARY } from './regula-library.ts';
import { importRegoV1, isOlderSyntax } from './rego-version.ts';
import { TRIVY_LIBRARY } from './trivy-check.ts';
import { readBundle } from './read-bundle.ts';
import { runOpa } from './run-opa.ts';

export interface Build {
  readonly wasm: Uint8Array;
  readonly data: Json;
  readonly policies: readonly PolicyMetadata[];
  readonly problems: readonly Problem[];
}

/** Compiles all policies that compile. One that does not is a problem at its place and is left out with its package. */
export async function buildWasm(opa: string, libraries: readonly LibrarySource[], work: string): Promise<Build> {
  const all = libraries.flatMap(filesOf);
  const capabilities = join(work, 'capabilities.json');
  writeFileSync(capabilities, await capabilitiesOf(opa, work));
  return buildWithout(new Set(), { opa, all, work, capabilities, problems: all.flatMap(({ policy }) => policy?.problems ?? []) });
}

function filesOf({ name, files }: LibrarySource): readonly LibraryFile[] {
  return files
    .filter(({ path }) => (path.endsWith('.rego') && !path.endsWith('_test.rego')) || /(?:^|\/)data\.(?:json|ya?ml)$/.test(path))
    .map((file): LibraryFile => {
      const shown = `${name}/${file.path}`;
      const policy = file.path.endsWith('.rego') ? readPolicyFile({ ...file, path: shown }) : null;
      return { library: name, shown, text: file.text, policy: policy && { ...policy, path: file.path } };
    });
}

interface Attempt {
  readonly opa: string;
  readonly all: readonly LibraryFile[];
  readonly work: string;
  readonly capabilities: string;
  readonly problems: readonly Problem[];
  /** The files that only the syntax before Rego v1 can read, with what v1 says of them. */
  readonly older?: ReadonlyMap<LibraryFile, readonly Fault[]>;
}

async function buildWithout(broken: ReadonlySet<string>, attempt: Attempt): Promise<Build> {
  const files = attempt.all.filter(({ policy }) => policy === null || !broken.has(policy.package));
  const { policies, asked, problems: unfit } = policiesOf(files);
  const folder = join(attempt.work, `attempt-${broken.size}${attempt.older ? '-older' : ''}`);
  const { older } = attempt;
  const roots = writeFiles(
    folder,
    older ? files.map((file) => withVersion(file, older)) : files,
    new Map([...entryModules(asked), ...broughtFor(files)]),
  );
  const entries = [...Object.values(MAIN_ENTRIES), ...asked.map((_, index) => entryOf(index))].flatMap((entry) => ['-e', entry]);
  const version = older ? ['--v0-compatible'] : [];
  const args = ['build', '-t', 'wasm', ...version, '--capabilities', attempt.capabilities, '-o', 'bundle.tar.gz', ...entries, ...roots];
  const answer = await runOpa(attempt.opa, args, folder);
  const problems = [...attempt.problems, ...unfit];
  if (!answer.failed) {
    const bundle = bundleOf(join(folder, 'bundle.tar.gz'));
    const unsure = files.flatMap((file) =>
      integerKeysIn(file.text, bundle.data).map(({ line, message }) => ({
        file,
        isSyntax: false,
        problem: doesNotCompile(file, line, message),
      })),
    );
    const refused = new Set([...broken, ...unsure.flatMap(({ file }) => file.policy?.package ?? [])]);
    if (refused.size === broken.size) return { ...bundle, policies, problems };
    return buildWithout(refused, { ...attempt, problems: [...attempt.problems, ...unsure.map(({ problem }) => problem)] });
  }
  const words = `${answer.errors}\n${answer.output}`;
  const told = faultsIn(words, files);
  const found = olderFiles(told);
  // Both syntaxes are tried for the whole of such a library: OPA tells what v1 files have against v0 by their import.
  if (!older && found.size > 0) return buildWithout(broken, { ...attempt, older: found });
  const own = [...new Set(told.flatMap((fault) => (fault.isSyntax ? (older?.get(fault.file) ?? [fault]) : [fault])))];
  const first = own.length > 0 ? own : faultsOfRules(words, asked, files);
  const faults = [...first, ...dependents(first, files)];
  const culprits = new Set([...broken, ...faults.flatMap(({ file }) => file.policy?.package ?? [])]);
  if (culprits.size === broken.size)
    throw new TollgateError('opa-failed', `OPA could not compile the policies: ${answer.errors.trim().split('\n')[0] ?? ''}`);
  return buildWithout(culprits, { ...attempt, problems: [...attempt.problems, ...faults.map(({ problem }) => problem)] });
}

const isTrivy = ({ policy, text }: LibraryFile): boolean => policy?.trivy !== null || text.includes('result.new(');

/** What packs call of the tools that they were written for, where they come without it. */
function broughtFor(files: readonly LibraryFile[]): readonly (readonly [string, string])[] {
  const packages = new Set(files.map(({ policy }) => policy?.package));
  const isRegula = files.some(({ policy }) => policy?.regula);
  return [
    ...(isRegula && !packages.has('fugue') ? [['fugue.rego', REGULA_LIBRARY] as const] : []),
    ...(files.some(isTrivy) ? [['trivy.rego', TRIVY_LIBRARY] as const] : []),
  ];
}

/** Files with a fault that is none before Rego v1, unless they say that they are v1. */
function olderFiles(faults: readonly Fault[]): ReadonlyMap<LibraryFile, readonly Fault[]> {
  const byFile = Map.groupBy(faults, ({ file }) => file);
  return new Map([...byFile].filter(([file, own]) => own.some(({ problem }) => isOlderSyntax(file.text, problem.message))));
}

const withVersion = (file: LibraryFile, older: ReadonlyMap<LibraryFile, unknown>): LibraryFile =>
  file.policy === null || older.has(file) ? file : { ...file, text: importRegoV1(file.text) };

/** What imports a package that is left out would find nothing where it is asked, in silence: it is left out, too. */
function dependents(faults: readonly Fault[], files: readonly LibraryFile[]): readonly Fault[] {
  const gone = new Set(faults.map(({ file }) => file.policy?.package ?? ''));
  const found: Fault[] = [];
  for (let isMore = true; isMore;) {
    const next = files.flatMap((file) => dependent(file, gone));
    for (const { file } of next) gone.add(file.policy?.package ?? '');
    found.push(...next);
    isMore = next.length > 0;
  }
  return found;
}

function dependent(file: LibraryFile, gone: ReadonlySet<string>): readonly Fault[] {
  if (!file.policy || gone.has(file.policy.package)) return [];
  for (const found of file.text.matchAll(/^import\s+data\.([\w.]+)/gm)) {
    const missing = [...gone].find((name) => name !== '' && (found[1] === name || found[1]?.startsWith(`${name}.`)));
    if (missing === undefined) continue;
    const line = file.text.slice(0, found.index).split('\n').length;
    return [{ file, problem: doesNotCompile(file, line, `it imports \`${missing}\`, which does not compile`) }];
  }
  return [];
}

/** Each library below a root of its own, so that its data keeps its place under `data`. */
function writeFiles(folder: string, files: readonly LibraryFile[], entries: ReadonlyMap<string, string>): readonly string[] {
  const names = [...new Set(files.map(({ library }) => library))];
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const { library, shown, text, policy } of files)
    write(`library${names.indexOf(library)}/${shown.slice(library.length + 1)}`, policy ? withAliases(text) : text);
  for (const [path, text] of entries) write(`entry/${path}`, text);
  return [...names.map((_, index) => `library${index}`), 'entry'];
}

function bundleOf(path: string): Pick<Build, 'wasm' | 'data'> {
  const files = readBundle(readFileSync(path));
  const wasm = files.get('policy.wasm');
  if (!wasm) throw new TollgateError('opa-failed', 'OPA built a bundle without WebAssembly');
  return { wasm, data: JSON.parse(Buffer.from(files.get('data.json') ?? Buffer.from('{}')).toString('utf8')) as Json };
}

interface Fault {
  readonly file: LibraryFile;
  readonly problem: Problem;
  /** Another syntax may read it. */
  readonly isSyntax?: boolean;
}

/** `library0/privacy/x.rego:12: rego_type_error: …`, once for each fault. */
function faultsIn(errors: string, files: readonly LibraryFile[]): readonly Fault[] {
  const names = [...new Set(files.map(({ library }) => library))];
  const byPath = new Map(files.map((file) => [`library${names.indexOf(file.library)}/${file.shown.slice(file.library.length + 1)}`, file]));
  return [...errors.matchAll(/(library\d+\/[^\n:]+):(\d+): (?:(rego_\w+): )?(.*)/g)].flatMap(([, path = '', line, kind, message = '']) => {
    const file = byPath.get(path);
    const place = Number(line);
    const told = file && doesNotCompile(file, place, withReason(message, file, place));
    return file && told ? [{ file, isSyntax: kind === 'rego_parse_error', problem: told }] : [];
  });
}

/** Why policies do not have what this one asks for. */
function withReason(given: string, { text }: LibraryFile, line: number): string {
  const message = withoutAliases(given);
  if (!/^(?:undefined function|with keyword target|var \w+ is unsafe)/.test(message)) return message;
  const name = refusedIn(text.split('\n')[line - 1] ?? '');
  return name === undefined ? message : `policies do not have \`${name}\`: ${whyRefused(name)}`;
}

/** `entry/each_3.rego:9: …`: what stands wrong there is a rule of that policy which can never be a set of findings. */
function faultsOfRules(errors: string, asked: readonly AskedPolicy[], files: readonly LibraryFile[]): readonly Fault[] {
  const indexes = new Set([...errors.matchAll(/entry\/each_(\d+)\.rego:\d+: /g)].map(([, index]) => Number(index)));
  return [...indexes].flatMap((index) => {
    const names = new Set(asked[index]?.packages.map((one) => one.package));
    const file = files.find(({ policy }) => policy && names.has(policy.package) && policy.rules.length);
    if (!file) return [];
    const at = file.text.search(/^(?:default\s+)?(?:undecided|warn|deny|violation)\w*\s*(?::?=|\{|if\b)/m);
    const line = file.text.slice(0, Math.max(0, at)).split('\n').length;
    const rule = /(?:undecided|warn|deny|violation)\w*/.exec(file.text.slice(Math.max(0, at)))?.[0] ?? 'deny';
    return [{ file, problem: doesNotCompile(file, line, `\`${rule}\` is no set; write \`${rule} contains finding if { … }\``) }];
  });
}

function doesNotCompile(file: LibraryFile, line: number, message: string): Problem {
  const start =
    file.text
      .split('\n')
      .slice(0, line - 1)
      .join('\n').length + (line > 1 ? 1 : 0);
  const end = file.text.indexOf('\n', start);
  const location = lineIndex(file.shown, file.text).location(start, end < 0 ? file.text.length : end);
  return {
    code: 'policy-does-not-compile',
    message: `This policy does not compile, so it was left out: ${message}`,
    location,
    undecided: true,
  };
}

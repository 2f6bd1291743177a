import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isRego } from '../../core/authoring/authored.ts';
import type { OpaValue, RegoTools } from '../../core/authoring/ports.ts';
import { TollgateError } from '../../core/errors.ts';
import type { Json } from '../../model/json.ts';
import type { SourceFile } from '../../model/source.ts';
import { capabilitiesOf } from './capabilities.ts';
import { findOpa } from './find-opa.ts';
import { linesIn, readCoverage } from './read-coverage.ts';
import { readFaults } from './read-faults.ts';
import { observers, readTests } from './read-tests.ts';
import { runOpa, type OpaAnswer } from './run-opa.ts';

type Environment = Readonly<Record<string, string | undefined>>;
type Run = (args: readonly string[]) => Promise<OpaAnswer>;

/**
 * OPA's own commands over files that are written to a folder of their own and removed after. Rego has the builtins that it has where it
 * judges, so that none of it reaches the network or the environment.
 */
export function regoTools(env: Environment): RegoTools {
  const inFolder = <T>(files: readonly SourceFile[], use: (run: Run, folder: string) => Promise<T>): Promise<T> =>
    withFiles(files, (folder) => {
      const opa = findOpa(env).path;
      const run: Run = async ([command = '', ...args]) => {
        const bounds = BOUNDED.has(command) ? ['--capabilities', await bounded(opa, folder)] : [];
        const answer = await runOpa(opa, [command, ...bounds, ...args], folder);
        const isOlder = answer.failed && OLDER.test(`${answer.errors}${answer.output}`);
        return isOlder ? runOpa(opa, [command, '--v0-compatible', ...bounds, ...args], folder) : answer;
      };
      return use(run, folder);
    });
  let capabilities: Promise<string> | undefined;
  const bounded = async (opa: string, folder: string): Promise<string> => {
    const path = join(folder, CAPABILITIES);
    writeFileSync(path, await (capabilities ??= capabilitiesOf(opa, folder)));
    return path;
  };
  return {
    check: (files, schema) =>
      inFolder(files, async (run, folder) => {
        if (schema !== undefined) writeFileSync(join(folder, SCHEMA), schema);
        const paths = files.filter(isRego).map(({ path }) => path);
        const answer = await run([
          'check',
          '--strict',
          '--format',
          'json',
          ...(schema === undefined ? [] : ['--schema', SCHEMA]),
          ...paths,
        ]);
        return answer.failed ? readFaults(`${answer.errors}\n${answer.output}`) : [];
      }),
    parse: (files) =>
      inFolder(files, async (run) => {
        const found = new Map<string, Json>();
        for (const { path } of files) {
          const answer = await run(['parse', '--format', 'json', '--json-include', 'locations,-comments', path]);
          if (!answer.failed) found.set(path, JSON.parse(answer.output) as Json);
        }
        return found;
      }),
    format: (files) => inFolder(files, (run, folder) => formatted(files, run, folder)),
    test: (files, observed) =>
      inFolder([...files, ...observers(observed)], async (run) => readTests(await run(['test', '--bundle', '--format', 'json', '.']))),
    coverage: (files) =>
      inFolder(files, async (run) => readCoverage(await run(['test', '--bundle', '--coverage', '--format', 'json', '.']))),
    ask: (files, query, input) =>
      inFolder([...files, { path: INPUT, text: JSON.stringify(input), size: 0 }], async (run) => valueOf(await run([...EVAL, query]))),
  };
}

/** What only the syntax before Rego v1 can read: packs for older versions of conftest. Source: OPA, Upgrading to v1.0. */
const OLDER = /`(?:if|contains)` keyword is required/;
const BOUNDED: ReadonlySet<string> = new Set(['check', 'test', 'eval']);
const CAPABILITIES = 'tollgate-capabilities.json';
const SCHEMA = 'tollgate-input-schema.json';
const INPUT = 'tollgate-input/value.json';
const EVAL = ['eval', '--bundle', '.', '--strict-builtin-errors', '--coverage', '--format', 'json', '--input', INPUT];

async function withFiles<T>(files: readonly SourceFile[], use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-rego-'));
  try {
    for (const { path, text } of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** OPA leaves a file that it cannot parse, and says so: that is `check`'s to tell. */
async function formatted(files: readonly SourceFile[], run: Run, folder: string): Promise<readonly SourceFile[]> {
  const answer = await run(['fmt', '--write', ...files.map(({ path }) => path)]);
  if (answer.failed) throw new TollgateError('opa-failed', `OPA could not format the policies: ${firstLine(answer.errors)}`);
  return files.flatMap((file): SourceFile[] => {
    const text = readFileSync(join(folder, file.path), 'utf8');
    return text === file.text ? [] : [{ ...file, text, size: Buffer.byteLength(text) }];
  });
}

const firstLine = (words: string): string => words.trim().split('\n')[0] ?? '';

interface EvalOutput {
  readonly errors?: readonly { readonly message: string; readonly location?: { readonly file: string; readonly row: number } }[];
  readonly result?: readonly { readonly expressions: readonly { readonly value: Json }[] }[];
  readonly coverage?: Parameters<typeof linesIn>[0];
}

function valueOf(answer: OpaAnswer): OpaValue {
  const output = parsed(answer);
  const lines = linesIn(output.coverage ?? { files: {} });
  const [first] = output.errors ?? [];
  if (first) return { fault: `${first.location ? `${first.location.file}:${first.location.row}: ` : ''}${first.message}`, lines };
  const value = output.result?.[0]?.expressions[0]?.value;
  return value === undefined ? { lines } : { value, lines };
}

function parsed({ output, errors }: OpaAnswer): EvalOutput {
  try {
    return JSON.parse(output) as EvalOutput;
  } catch {
    throw new TollgateError('opa-failed', `OPA could not judge the policies: ${firstLine(`${errors}\n${output}`)}`);
  }
}

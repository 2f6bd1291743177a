import { CASE_PATH, type AskedInput, type AuthoredLibrary, type CaseResult, type Fault } from '../../core/authoring/authored.ts';
import { compareCase } from '../../core/authoring/compare-case.ts';
import { memoryCheckout } from '../../core/authoring/memory-tree.ts';
import type { RegoTools } from '../../core/authoring/ports.ts';
import { readExpected, type Expected } from '../../core/authoring/read-expected.ts';
import { layJson } from '../../core/json/lay-json.ts';
import type { EngineAnswer, LibrarySource } from '../../core/ports.ts';
import type { PolicyMetadata } from '../../model/finding.ts';
import type { Json } from '../../model/json.ts';
import type { SourceFile } from '../../model/source.ts';
import { gather, type GatherPorts } from '../gather.ts';
import { judgeOnce, type JudgePorts } from '../judge-change.ts';
import { compareEngines, type Recorded } from './compare-engines.ts';

export interface CasePorts extends GatherPorts, JudgePorts {
  readonly rego: RegoTools;
}

export interface CasesRun {
  readonly results: readonly CaseResult[];
  readonly asked: readonly AskedInput[];
}

export interface CasesRequest {
  readonly library: AuthoredLibrary;
  /** The files of all cases. */
  readonly cases: readonly SourceFile[];
  readonly now: string;
}

/** Judges each case as a pull request, on the Wasm that judges and on OPA with strict builtin errors. */
export async function runCases({ library, cases, now }: CasesRequest, ports: CasePorts): Promise<CasesRun> {
  const byFolder = Map.groupBy(cases, ({ path }) => caseOf(path));
  const [results, asked]: [CaseResult[], AskedInput[]] = [[], []];
  for (const [folder, own] of [...byFolder].toSorted()) {
    if (folder === '') continue;
    const run = await runCase(
      { folder, files: own.map((file) => ({ ...file, path: file.path.slice(folder.length + 1) })), library, now },
      ports,
    );
    results.push({ folder, faults: run.faults });
    asked.push(...run.asked);
  }
  return { results, asked };
}

function caseOf(path: string): string {
  const [, before = '', name] = CASE_PATH.exec(path) ?? [];
  return name === undefined ? '' : `${before === '' ? '' : `${before.replace(/\/$/, '')}/`}cases/${name}`;
}

interface Case {
  readonly folder: string;
  readonly files: readonly SourceFile[];
  readonly library: AuthoredLibrary;
  readonly now: string;
}

interface Run {
  readonly faults: readonly Fault[];
  readonly asked: readonly AskedInput[];
}

async function runCase(one: Case, ports: CasePorts): Promise<Run> {
  const file = one.files.find(({ path }) => /^expected\.ya?ml$/.test(path));
  const shown = `${one.folder}/${file?.path ?? 'expected.yml'}`;
  if (!file)
    return { faults: [{ file: shown, line: 1, column: 1, message: 'is not there', fix: 'list the findings: `findings: []`' }], asked: [] };
  const expected = readExpected({ ...file, path: shown });
  return expected.faults.length > 0 ? { faults: expected.faults, asked: [] } : judgeCase(one, expected, shown, ports);
}

async function judgeCase(one: Case, expected: Expected, shown: string, ports: CasePorts): Promise<Run> {
  const side = (name: string): readonly SourceFile[] =>
    one.files.flatMap((file) => (file.path.startsWith(`${name}/`) ? [{ ...file, path: file.path.slice(name.length + 1) }] : []));
  const before = side('before');
  const checkout = memoryCheckout(before.length > 0 ? before : undefined, side('after'));
  const found = await gather(checkout, ports, { libraries: [sourceOf(one.library)] });
  const settings = {
    ...found.settings,
    parameters: layJson(found.settings.parameters as Json, expected.parameters) as typeof found.settings.parameters,
  };
  const policy = found.library.policies.find(
    ({ path }) => one.folder === `${path.slice(one.library.name.length + 1)}/cases/${one.folder.split('/').at(-1) ?? ''}`,
  );
  const top = { file: shown, line: 1, column: 1 };
  if (!policy) return { faults: [{ ...top, message: 'no policy stands in the folder above `cases`' }], asked: [] };
  const recorded: Recorded[] = [];
  const context = { event: 'cli', surface: 'cli', branch: 'main', now: one.now } as const;
  const { evaluation } = await judgeOnce(checkout, { ...found, settings }, context, { ...ports, engine: recording(ports, recorded) });
  const differing = await compareEngines(one.library, { library: found.library, policy, recorded, now: one.now }, ports.rego);
  return {
    faults: [...compareCase(expected, evaluation, policy.id, shown), ...differing.map((message) => ({ ...top, message }))],
    asked: recorded.flatMap((call) => askedOf(call, policy, shown)),
  };
}

const askedOf = ({ kind, inputs, parameters }: Recorded, policy: PolicyMetadata, by: string): readonly AskedInput[] =>
  kind === policy.input ? inputs.map((input) => ({ package: policy.package, input, parameters, by })) : [];

export const sourceOf = ({ name, files, brought }: AuthoredLibrary): LibrarySource => ({
  name,
  version: '',
  files: [...files, ...brought],
});

function recording({ engine }: CasePorts, recorded: Recorded[]): CasePorts['engine'] {
  return {
    evaluate: async (library, inputs, parameters, how = {}): Promise<readonly EngineAnswer[]> => {
      const answers = await engine.evaluate(library, inputs, parameters, how);
      recorded.push({ kind: how.kind ?? 'assets', inputs, parameters, answers });
      return answers;
    },
  };
}

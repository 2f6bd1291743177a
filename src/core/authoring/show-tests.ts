import type { Fault, MutationScore, TestResult, Unreached } from './authored.ts';

/** How a run of a library's tests is shown, in the terminal. */
export interface ShownTests {
  readonly library: string;
  readonly faults: readonly Fault[];
  readonly results: readonly TestResult[];
  readonly cases: readonly { readonly folder: string; readonly faults: readonly Fault[] }[];
  readonly coverage?: { readonly percent: number; readonly unreached: readonly Unreached[] };
  readonly mutation?: readonly MutationScore[];
  readonly seconds: number;
}

export const showFault = ({ file, line, column, message, instead, fix, isAdvice }: Fault, library: string): string =>
  [
    `${within(library, file)}:${line}:${column}: ${isAdvice ? 'to consider: ' : ''}${message}`,
    ...(instead === undefined ? [] : [`  got: ${instead}`]),
    ...(fix === undefined ? [] : [`  do:  ${fix}`]),
  ].join('\n');

const within = (library: string, file: string): string => (library === '' || library === '.' ? file : `${library}/${file}`);

export const hasFailed = ({ opa, wasm }: TestResult): boolean => opa !== undefined || wasm !== undefined;

/** What failed, what no test reaches, which mutants live; then one line of counts. */
export function showTests(shown: ShownTests): string {
  const { library, results, cases, faults, coverage } = shown;
  const lines = [
    ...faults.map((one) => showFault(one, library)),
    ...results.filter(hasFailed).map((one) => showTest(one, library)),
    ...cases.flatMap((one) => one.faults.map((fault) => showFault(fault, library))),
    ...(coverage?.unreached ?? []).map(
      ({ file, lines: missed }) => `${within(library, file)}:${missed[0] ?? 1}: no test reaches ${rangesOf(missed)}`,
    ),
    ...(shown.mutation ?? []).flatMap((one) => showSurvivors(one, library)),
  ];
  return [...lines, ...(lines.length > 0 ? [''] : []), ...sums(shown), ''].join('\n');
}

function showTest({ file, line, name, opa, wasm }: TestResult, library: string): string {
  const place = `${within(library, file)}:${line}:1: ${name}`;
  if (opa !== undefined && opa === wasm) return `${place} ${opa}`;
  return `${place}\n  OPA, strict:  ${opa ?? 'holds'}\n  Wasm:         ${wasm ?? 'holds'}`;
}

/** `lines 3-5, 9`. */
export function rangesOf(lines: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const line of lines) {
    const last = ranges.at(-1);
    if (last && line === last[1] + 1) last[1] = line;
    else ranges.push([line, line]);
  }
  return `${lines.length === 1 ? 'line' : 'lines'} ${ranges.map(([from, to]) => (from === to ? from : `${from}-${to}`)).join(', ')}`;
}

const showSurvivors = ({ survivors }: MutationScore, library: string): readonly string[] =>
  survivors.map(
    ({ policy, fact, mutation, why, by }) =>
      `${policy} ${why} when ${fact} is ${mutation === 'any' ? 'changed' : mutation} (${by === '' ? 'no test or case asks it' : within(library, by)})`,
  );

function sums({ library, results, cases, coverage, mutation, seconds, faults }: ShownTests): readonly string[] {
  if (faults.length > 0 && results.length === 0 && cases.length === 0)
    return [`${library}: ${counted(faults.length, 'fault')}, nothing was tested`];
  if (results.length + cases.length === 0) return [`${library}: no tests and no cases, so nothing is known to hold`];
  const failed = results.filter(hasFailed).length + cases.filter((one) => one.faults.length > 0).length;
  const skipped = results.filter((one) => one.skipped).length;
  const told = [
    `${counted(results.length, 'Rego test')} and ${counted(cases.length, 'case')} on OPA and Wasm: ${failed === 0 ? 'all hold' : `${failed} failed`}`,
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(coverage ? [`${floor(coverage.percent)} % of lines reached`] : []),
    `${seconds.toFixed(1)} s`,
  ];
  return [`${library}: ${told.join(' · ')}`, ...(mutation ? [mutationSum(mutation)] : [])];
}

function mutationSum(scores: readonly MutationScore[]): string {
  const [killed, total] = [scores.reduce((sum, one) => sum + one.killed, 0), scores.reduce((sum, one) => sum + one.total, 0)];
  const named = scores.filter((one) => one.killed < one.total).map((one) => `${one.policy} ${one.killed} of ${one.total}`);
  if (total === 0) return 'mutation: no policy here reads facts';
  const score = (100 * killed) / total;
  const silent = scores.flatMap(({ policy, accepted }) =>
    accepted.map(({ fact, when, why }) => `accepted: ${policy} is silent when ${fact} is ${when}: ${why}`),
  );
  return [[`mutation, by fact name: ${killed} of ${total} killed, ${floor(score)} %`, ...named].join(' · '), ...silent].join('\n');
}

/** Never rounded up: 100 is all. */
const floor = (percent: number): string => (Math.floor(percent * 10) / 10).toString();

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

import { fileInputs, type FileInput, type ParsedFile } from '../core/evaluate/parsed-file.ts';
import { placeFileFindings, type FileStatement } from '../core/evaluate/place-in-file.ts';
import type { PlacedStatement } from '../core/evaluate/place-findings.ts';
import { readStatements } from '../core/evaluate/read-statements.ts';
import type { Governance } from '../core/conclude-evaluation.ts';
import { FILE_READER, fileFormat } from '../core/extract/file-format.ts';
import { unreadableProblem } from '../core/extract/unreadable-problem.ts';
import { matchesPath } from '../core/pattern/matches-path.ts';
import type { Checkout, FileReader, PolicyEngine } from '../core/ports.ts';
import type { DocumentNode } from '../core/text/document-tree.ts';
import type { ReadableTree } from '../model/change-set.ts';
import type { PolicyMetadata } from '../model/finding.ts';
import type { Problem } from '../model/problem.ts';

export interface JudgeFilePorts {
  readonly reader: FileReader;
  readonly engine: PolicyEngine;
}

/** What policies that judge parsed files say of those that changed. */
export interface JudgedFiles {
  readonly findings: readonly PlacedStatement[];
  readonly problems: readonly Problem[];
  /** The paths that were judged so. */
  readonly judged: ReadonlySet<string>;
}

const NOTHING: JudgedFiles = { findings: [], problems: [], judged: new Set() };

/** Asks policies whose input is a file about every changed file that they are for, on both sides. Nothing is read where there are none. */
export async function judgeFiles(checkout: Checkout, governance: Governance, ports: JudgeFilePorts): Promise<JudgedFiles> {
  const policies = governance.library.policies.filter(({ input }) => input === 'file');
  if (policies.length === 0) return NOTHING;
  const { base, head, changeSet } = checkout;
  const wanted = changeSet.files.filter(({ path }) => isWanted(path, policies, governance));
  const [now, before] = [wanted.filter(({ status }) => status !== 'removed'), wanted.filter(({ status }) => status !== 'added')];
  const after = await judgeSide(head, new Map(now.map(({ path }) => [path, path])), governance, ports);
  const old = base && (await judgeSide(base, new Map(before.map(({ path, basePath }) => [basePath, path])), governance, ports));
  return {
    findings: placeFileFindings(old && old.statements, after.statements, policies),
    problems: after.problems,
    judged: new Set(now.map(({ path }) => path)),
  };
}

function isWanted(path: string, policies: readonly PolicyMetadata[], { settings }: Governance): boolean {
  if (fileFormat(path) === undefined || settings.ignore.some((pattern) => matchesPath(pattern, path))) return false;
  return policies.some((policy) => isFor(policy, path));
}

const NO_FILES: Pick<PolicyMetadata, 'files'> = { files: [] };

const isFor = ({ files }: Pick<PolicyMetadata, 'files'>, path: string): boolean =>
  files?.some((pattern) => matchesPath(pattern, path)) ?? true;

interface JudgedSide {
  readonly statements: readonly FileStatement[];
  readonly problems: readonly Problem[];
}

/** `paths` gives the head's name of each path of this side. */
async function judgeSide(
  tree: ReadableTree,
  paths: ReadonlyMap<string, string>,
  { library, settings }: Governance,
  ports: JudgeFilePorts,
): Promise<JudgedSide> {
  const { files, problems } = await parseFiles(tree, [...paths.keys()], ports.reader);
  const inputs = files.flatMap(fileInputs);
  const answers = await ports.engine.evaluate(
    library,
    inputs.map(({ input }) => input),
    settings.parameters,
    'file',
  );
  const read = answers.map((answer) => readStatements(answer, library.policies));
  return {
    statements: inputs.flatMap((input, at) => ownStatements(input, paths, read[at]?.statements ?? [], library.policies)),
    problems: [...problems, ...distinct(read.flatMap((one) => one.problems))],
  };
}

function ownStatements(
  { path, node }: FileInput,
  paths: ReadonlyMap<string, string>,
  statements: readonly FileStatement['statement'][],
  policies: readonly PolicyMetadata[],
): readonly FileStatement[] {
  const byId = new Map(policies.map((policy) => [policy.id, policy]));
  const own = statements.filter(({ policy }) => isFor(byId.get(policy) ?? NO_FILES, paths.get(path) ?? path));
  return own.map((statement) => ({ path: paths.get(path) ?? path, node, statement }));
}

async function parseFiles(
  tree: ReadableTree,
  paths: readonly string[],
  reader: FileReader,
): Promise<{ readonly files: readonly ParsedFile[]; readonly problems: readonly Problem[] }> {
  const had = paths.length > 0 ? await tree.read(paths) : [];
  const texts = had.flatMap((one) => ('unreadable' in one ? [] : [one]));
  const requests = texts.map((file) => ({ file, claims: [{ extractor: FILE_READER, role: fileFormat(file.path) ?? '' }] }));
  const answers = await reader.read(requests);
  return {
    // What could be read of a broken file would miss things that are there.
    files: answers.flatMap(({ path, part, problems }) =>
      part === null || problems.some(({ undecided }) => undecided) ? [] : [{ path, documents: part as unknown as readonly DocumentNode[] }],
    ),
    problems: [
      ...had.flatMap((one) => ('unreadable' in one ? [unreadableProblem(one)] : [])),
      ...answers.flatMap(({ problems }) => problems),
    ],
  };
}

/** A policy that cannot decide says so once, not once a file. */
function distinct(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((problem) => [`${problem.code} ${problem.location.file} ${problem.message}`, problem])).values()];
}

import { combinedInput, fileInputs, type FileInput, type ParsedFile } from '../core/evaluate/parsed-file.ts';
import { placeFileFindings, type FileStatement } from '../core/evaluate/place-in-file.ts';
import type { PlacedStatement } from '../core/evaluate/place-findings.ts';
import { readStatements } from '../core/evaluate/read-statements.ts';
import type { Governance } from '../core/conclude-evaluation.ts';
import { FILE_READER, fileFormat } from '../core/extract/file-format.ts';
import { unreadableProblem } from '../core/extract/unreadable-problem.ts';
import { matchesPath } from '../core/pattern/matches-path.ts';
import { layJson } from '../core/json/lay-json.ts';
import type { Checkout, CompiledLibrary, EngineAnswer, FileReader, PolicyEngine } from '../core/ports.ts';
import type { DocumentNode } from '../core/text/document-tree.ts';
import type { ReadableTree } from '../model/change-set.ts';
import type { PolicyMetadata } from '../model/finding.ts';
import type { Problem } from '../model/problem.ts';
import type { FormatRule } from '../model/settings.ts';

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
  const policies = governance.library.policies.filter(({ input }) => input !== 'assets');
  if (policies.length === 0) return NOTHING;
  const { base, head, changeSet } = checkout;
  const wanted = changeSet.files.filter(({ path }) => isWanted(path, policies, governance));
  const [now, before] = [wanted.filter(({ status }) => status !== 'removed'), wanted.filter(({ status }) => status !== 'added')];
  const sides: readonly (readonly [ReadableTree, ReadonlyMap<string, string>])[] = [
    [head, new Map(now.map(({ path }) => [path, path]))],
    ...(base ? [[base, new Map(before.map(({ path, basePath }) => [basePath, path]))] as const] : []),
  ];
  const [after, old] = await Promise.all(sides.map(([tree, paths]) => judgeBoth(tree, paths, governance, ports)));
  return {
    findings: placeFileFindings(old?.statements ?? null, after?.statements ?? [], policies),
    problems: after?.problems ?? [],
    judged: new Set(now.map(({ path }) => path)),
  };
}

function isWanted(path: string, policies: readonly PolicyMetadata[], { settings }: Governance): boolean {
  if (fileFormat(path, settings.formats) === undefined || settings.ignore.some((pattern) => matchesPath(pattern, path))) return false;
  return policies.some((policy) => isFor(policy, path));
}

const isFor = ({ files }: Pick<PolicyMetadata, 'files'>, path: string): boolean =>
  files?.some((pattern) => matchesPath(pattern, path)) ?? true;

interface JudgedSide {
  readonly statements: readonly FileStatement[];
  readonly problems: readonly Problem[];
}

async function judgeBoth(
  tree: ReadableTree,
  paths: ReadonlyMap<string, string>,
  governance: Governance,
  ports: JudgeFilePorts,
): Promise<JudgedSide> {
  const sides = [await judgeSide(tree, paths, governance, ports), ...(await judgeTogether(tree, paths, governance, ports))];
  return { statements: sides.flatMap(({ statements }) => statements), problems: distinct(sides.flatMap(({ problems }) => problems)) };
}

/**
 * Policies that judge files together see the changed ones, as conftest sees those that it is given; one that names its `files` sees all
 * of them in the tree, as soon as one has changed.
 */
async function judgeTogether(
  tree: ReadableTree,
  paths: ReadonlyMap<string, string>,
  governance: Governance,
  ports: JudgeFilePorts,
): Promise<readonly JudgedSide[]> {
  const together = governance.library.policies.filter(({ input }) => input === 'files');
  const groups = [...Map.groupBy(together, ({ files }) => JSON.stringify(files ?? null)).values()];
  const sides: JudgedSide[] = [];
  for (const policies of groups) {
    const changed = [...paths.keys()].filter((path) => policies.some((policy) => isFor(policy, paths.get(path) ?? path)));
    const all = policies[0]?.files === undefined ? changed : tree.paths.filter((path) => isWanted(path, policies, governance));
    if (changed.length > 0)
      sides.push(
        await judgeGroup(
          policies,
          await parseFiles(tree, all, { reader: ports.reader, formats: governance.settings.formats ?? [], named: namedBy(policies) }),
          governance,
          ports.engine,
        ),
      );
  }
  return sides;
}

async function judgeGroup(
  policies: readonly PolicyMetadata[],
  { files, problems }: ParsedFiles,
  { library, settings }: Governance,
  engine: PolicyEngine,
): Promise<JudgedSide> {
  const combined = combinedInput(files);
  // Without one of them the others would lack what it holds.
  if (!combined || problems.some(({ undecided }) => undecided)) return { statements: [], problems };
  const [answer] = await engine.evaluate(library, [combined.input], settings.parameters, { kind: 'files' });
  const read = readStatements(answer ?? { statements: [], problems: [] }, library.policies);
  const ids = new Set(policies.map(({ id }) => id));
  const own = read.statements.filter(({ policy }) => ids.has(policy));
  const statements = own.map((statement): FileStatement => ({ path: combined.path, node: combined.node, together: true, statement }));
  return { statements, problems: [...problems, ...read.problems] };
}

/** `paths` gives the head's name of each path of this side. */
async function judgeSide(
  tree: ReadableTree,
  paths: ReadonlyMap<string, string>,
  { library, settings }: Governance,
  ports: JudgeFilePorts,
): Promise<JudgedSide> {
  const policies = library.policies.filter(({ input }) => input === 'file');
  const own = [...paths].filter(([, path]) => policies.some((policy) => isFor(policy, path))).map(([path]) => path);
  if (own.length === 0) return { statements: [], problems: [] };
  const { files, problems } = await parseFiles(tree, own, {
    reader: ports.reader,
    formats: settings.formats ?? [],
    named: namedBy(policies),
  });
  const inputs = files.flatMap(fileInputs);
  const groups = policies.some(isPlainPack) ? [...Map.groupBy(inputs, ({ path }) => path).values()] : [inputs];
  const answers: EngineAnswer[] = [];
  for (const group of groups)
    answers.push(
      ...(await ports.engine.evaluate(
        policies.some(isPlainPack) ? ofFile(library, group[0]?.path ?? '') : library,
        group.map(({ input }) => input),
        settings.parameters,
        { kind: 'file' },
      )),
    );
  const read = answers.map((answer) => readStatements(answer, library.policies));
  return {
    statements: inputs.flatMap((input, at) => ownStatements(input, paths, read[at]?.statements ?? [], library.policies)),
    problems: [...problems, ...distinct(read.flatMap((one) => one.problems))],
  };
}

/** A pack that was written for another tool says nothing of itself that is ours. */
const isPlainPack = ({ id, package: name }: PolicyMetadata): boolean => id === name;

/** Packs read the name of the file at `data.conftest.file`. Source: conftest, policy/engine.go, addFileInfo. */
function ofFile(library: CompiledLibrary, path: string): CompiledLibrary {
  const slash = path.lastIndexOf('/');
  const file = { name: path.slice(slash + 1), dir: slash < 0 ? '.' : path.slice(0, slash) };
  return { ...library, data: layJson(library.data, { conftest: { file } }) };
}

function ownStatements(
  { path, node }: FileInput,
  paths: ReadonlyMap<string, string>,
  statements: readonly FileStatement['statement'][],
  policies: readonly PolicyMetadata[],
): readonly FileStatement[] {
  const byId = new Map(policies.map((policy) => [policy.id, policy]));
  const isAsked = (policy: PolicyMetadata | undefined): boolean => policy?.input === 'file' && isFor(policy, paths.get(path) ?? path);
  const own = statements.filter(({ policy }) => isAsked(byId.get(policy)));
  return own.map((statement) => ({ path: paths.get(path) ?? path, node, statement }));
}

interface ParsedFiles {
  readonly files: readonly ParsedFile[];
  readonly problems: readonly Problem[];
}

interface Parsing {
  readonly reader: FileReader;
  readonly formats: readonly FormatRule[];
  /** Whether a policy is for this file by name. */
  readonly named: (path: string) => boolean;
}

const namedBy =
  (policies: readonly PolicyMetadata[]): Parsing['named'] =>
  (path) =>
    policies.some((policy) => policy.files !== undefined && isFor(policy, path));

/** A file of a kind that is not parsed holds up a change only where a policy names it; most packs are about other kinds. */
function weighed(problem: Problem, isNamed: boolean): Problem {
  if (problem.code !== 'format-unread' || isNamed) return problem;
  const { undecided: _, ...known } = problem;
  return known;
}

async function parseFiles(tree: ReadableTree, paths: readonly string[], { reader, formats, named }: Parsing): Promise<ParsedFiles> {
  const had = paths.length > 0 ? await tree.read(paths) : [];
  const texts = had.flatMap((one) => ('unreadable' in one ? [] : [one]));
  const requests = texts.map((file) => ({ file, claims: [{ extractor: FILE_READER, role: fileFormat(file.path, formats) ?? '' }] }));
  const answers = await reader.read(requests);
  return {
    // What could be read of a broken file would miss things that are there.
    files: answers.flatMap(({ path, part, problems }) =>
      part === null || problems.some(({ undecided }) => undecided) ? [] : [{ path, documents: part as unknown as readonly DocumentNode[] }],
    ),
    problems: [
      ...had.flatMap((one) => ('unreadable' in one ? [unreadableProblem(one)] : [])),
      ...answers.flatMap(({ path, problems }) => problems.map((problem) => weighed(problem, named(path)))),
    ],
  };
}

/** A policy that cannot decide says so once, not once a file. */
function distinct(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((problem) => [`${problem.code} ${problem.location.file} ${problem.message}`, problem])).values()];
}

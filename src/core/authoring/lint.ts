import type { PolicyMetadata } from '../../model/finding.ts';
import type { Json } from '../../model/json.ts';
import type { Problem } from '../../model/problem.ts';
import type { SourceFile } from '../../model/source.ts';
import { isRego, isTest, type AcceptedSilence, type Fault } from './authored.ts';
import { factNames } from './facts.ts';
import { lintCases } from './lint-cases.ts';
import { readsOf, type Read, type RuleIndex } from './rego-reads.ts';

export interface LintRequest {
  /** How the library's folder was named. */
  readonly name: string;
  /** Every file of the library, pages too. */
  readonly files: readonly SourceFile[];
  /** The files of all cases. */
  readonly cases: readonly SourceFile[];
  readonly policies: readonly PolicyMetadata[];
  /** What compiling says. */
  readonly problems: readonly Problem[];
  readonly rules: RuleIndex;
  /** By package: where saying nothing is meant. */
  readonly silences: ReadonlyMap<string, readonly AcceptedSilence[]>;
  readonly schema: Json;
}

/** What a person who reads, fixes or maintains a policy would miss. What does not compile or reads no known field is found before. */
export function lint(request: LintRequest): readonly Fault[] {
  const own = request.policies.map((policy) => ({ policy, file: fileOf(request, policy) }));
  return [
    ...request.problems.map((problem) => ({ ...asFault(problem, request.name), ...fixOf(problem) })),
    ...own.flatMap(({ policy, file }) => (file ? lintPolicy(policy, file, request) : [])),
  ];
}

function asFault({ location, message }: Problem, library: string): Fault {
  const file = location.file.startsWith(`${library}/`) ? location.file.slice(library.length + 1) : location.file;
  return { file, line: location.start.line, column: location.start.column, message };
}

/** What METADATA lacks is told with the line to write. */
function fixOf({ message }: Problem): Pick<Fault, 'message' | 'fix'> {
  const key = /^METADATA has no `(?:custom\.)?(\w+)`$/.exec(message)?.[1];
  const wanted = WANTED.find(([name]) => name === key);
  return wanted ? lackOf(wanted) : { message };
}

/** The file whose METADATA describes it; for YAML the file itself. */
function fileOf({ files, name }: LintRequest, policy: PolicyMetadata): SourceFile | undefined {
  const path = policy.path.slice(name.length + 1);
  if (policy.input === 'graph') return files.find((file) => file.path === path);
  const inPackage = files.filter((file) => isRego(file) && !isTest(file) && packageLine(file)?.name === policy.package);
  return inPackage.find(({ text }) => /^# METADATA/m.test(text.slice(0, text.search(/^package\s/m)))) ?? inPackage[0];
}

function packageLine({ text }: SourceFile): { readonly name: string; readonly line: number } | undefined {
  const lines = text.split('\n');
  const at = lines.findIndex((line) => /^package\s/.test(line));
  return at < 0 ? undefined : { name: (lines[at] ?? '').replace(/^package\s+/, '').trim(), line: at + 1 };
}

function lintPolicy(policy: PolicyMetadata, file: SourceFile, request: LintRequest): readonly Fault[] {
  if (policy.input === 'graph') return lintYaml(policy, file);
  const isOurs = hasOwnMetadata(file);
  // Without METADATA that can be read it has neither id nor title: the rest would be guessed.
  if (request.problems.some(({ code, location }) => code === 'policy-metadata' && isOf(location.file, file, request))) return [];
  // Packs of other tools are taken as they are; what reads assets was written for Tollgate.
  if (!isOurs && policy.input !== 'assets') return [];
  return [
    ...lintMetadata(file, isOurs),
    ...lintFolder(policy, file, request, isOurs),
    ...lintUndecided(policy, request),
    ...lintCases(policy, file, request),
  ];
}

const isOf = (shown: string, file: SourceFile, { name }: LintRequest): boolean => shown === file.path || shown === `${name}/${file.path}`;

const hasOwnMetadata = ({ text }: SourceFile): boolean => {
  const above = text.slice(0, Math.max(0, text.search(/^package\s/m)));
  return /^# METADATA\s*$/m.test(above) && /^#\s+id:\s/m.test(above);
};

const WANTED: readonly (readonly [string, string, string])[] = [
  ['title', 'is what people read first', '# title: What holds, in one sentence'],
  ['description', 'says why it matters', '# description: What goes wrong without it.'],
  ['related_resources', 'is where "How to fix" leads', '# related_resources: [{ ref: README.md, description: How to fix it }]'],
  ['id', 'names it in settings, exceptions and comments', '#   id: ABC001'],
  ['severity', 'orders findings', '#   severity: medium'],
  ['phase', 'is what it weighs until settings say other', '#   phase: advise'],
];

function lintMetadata(file: SourceFile, isOurs: boolean): readonly Fault[] {
  const line = packageLine(file)?.line ?? 1;
  const at = { file: file.path, line, column: 1 };
  if (!isOurs)
    return [
      {
        ...at,
        message: 'the package has no METADATA with an id',
        fix: 'write `# METADATA` above it: title, description, related_resources, custom: { id, severity, phase }',
      },
    ];
  const block = file.text.split('\n').slice(0, line - 1);
  const start = block.lastIndexOf('# METADATA') + 1;
  return WANTED.flatMap(([key, why, how]): readonly Fault[] => {
    const found = block.find((one, index) => index >= start && new RegExp(`^#\\s+${key}:\\s*(.*)$`).test(one));
    const isFilled = found !== undefined && (key === 'related_resources' || !/:\s*$/.test(found));
    return isFilled
      ? []
      : [
          {
            ...at,
            line: Math.max(1, start),
            ...lackOf([key, why, how]),
          },
        ];
  });
}

const lackOf = ([key, why, how]: (typeof WANTED)[number]): Pick<Fault, 'message' | 'fix'> => ({
  message: `METADATA has no \`${key}\`, which ${why}`,
  fix: `write \`${how}\`${how.startsWith('#   ') ? ' below `# custom:`' : ''}`,
});

/** A page to fix it by, under its own name, and tests. */
function lintFolder(policy: PolicyMetadata, file: SourceFile, { files, name }: LintRequest, isOurs: boolean): readonly Fault[] {
  const folder = policy.path.slice(name.length + 1);
  const inFolder = (path: string): boolean => (folder === '' ? !path.includes('/') : path.startsWith(`${folder}/`));
  const at = { file: file.path, line: packageLine(file)?.line ?? 1, column: 1 };
  const page = files.find(({ path }) => inFolder(path) && path === (folder === '' ? 'README.md' : `${folder}/README.md`));
  const head = `# ${policy.id} ${policy.title}`;
  const faults: Fault[] = [];
  if (!page)
    faults.push({
      ...at,
      message: 'has no README.md beside it, which tells people how to fix what it finds',
      fix: isOurs ? `write one that starts with \`${head}\`` : 'write one that starts with the id and title',
    });
  else if (isOurs && page.text.split('\n')[0] !== head)
    faults.push({
      file: page.path,
      line: 1,
      column: 1,
      message: 'the page does not start with the id and title of its policy',
      fix: `write \`${head}\``,
    });
  const tests = files.filter(
    (one) => isTest(one) && (one.text.includes(`data.${policy.package}`) || packageLine(one)?.name === policy.package),
  );
  if (!tests.some(({ text }) => /^test_\w+/m.test(text)))
    faults.push({ ...at, message: 'no test asks it', fix: `write ${name}/${file.path.replace(/\.rego$/, '_test.rego')}` });
  return faults;
}

/** What reads a fact that may be unknown says so where it is: silence would be a pass. */
function lintUndecided({ package: name }: PolicyMetadata, { rules, schema, silences }: LintRequest): readonly Fault[] {
  if (!rules.has(`${name}.deny`)) return [];
  const facts = factNames(schema);
  const says = rules.has(`${name}.undecided`);
  const asked = new Set(readsOf(rules, [`${name}.undecided`]).map((one) => one.name));
  const meant = new Set((silences.get(name) ?? []).flatMap(({ fact, when }) => (when === 'unknown' ? [fact] : [])));
  const read = new Map<string, Read>();
  for (const one of readsOf(rules, [`${name}.deny`]))
    if (facts.get(one.name)?.mayBeUnknown && !asked.has(one.name) && !meant.has(one.name) && !read.has(one.name)) read.set(one.name, one);
  return [...read.values()].slice(0, 3).map((one): Fault => ({
    file: one.file,
    line: one.line,
    column: one.column,
    message: `reads \`${one.name}\`, which may be unknown, and ${says ? '`undecided` asks about other facts' : 'has no `undecided` to say so'}`,
    fix: `write \`undecided contains finding if { … "${one.name}" in thing.unknown … }\``,
  }));
}

function lintYaml({ description, page, id }: PolicyMetadata, { path, text }: SourceFile): readonly Fault[] {
  const line =
    1 +
    Math.max(
      0,
      text.split('\n').findIndex((one) => /^\s*["']?metadata["']?\s*:/.test(one)),
    );
  const at = { file: path, line, column: 1 };
  return [
    ...(page === undefined
      ? [{ ...at, message: `${id} has no \`metadata.guideline\`, where "How to fix" leads`, fix: 'write `guideline: https://…`' }]
      : []),
    ...(description === ''
      ? [{ ...at, message: `${id} has no \`metadata.description\`, which says why it matters`, fix: 'write `description: …`' }]
      : []),
    ...(/^\s*["']?severity["']?\s*:/m.test(text)
      ? []
      : [{ ...at, message: `${id} has no \`metadata.severity\``, fix: 'write `severity: HIGH`' }]),
  ];
}

import { parseDocument } from 'yaml';
import { z } from 'zod';
import type { PolicyMetadata } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import type { SourceFile } from '../../model/source.ts';
import { lineIndex } from '../../core/text/line-index.ts';
import { readRegulaRule, type RegulaRule } from './regula-rule.ts';
import { trivyCheck, type TrivyCheck } from './trivy-check.ts';

/** A Rego file as far as it must be known before OPA reads it: its package, what METADATA says of it, its rules that find something. */
export interface PolicyFile {
  readonly path: string;
  readonly package: string;
  readonly rules: readonly string[];
  readonly metadata: PackageMetadata | null;
  /** What its text reads, as far as that can be seen: a pack that was written for conftest reads a file, or several together. */
  readonly reads: PolicyMetadata['input'] | null;
  /** Whether it has rules that except findings of its package. */
  readonly excepts: boolean;
  readonly regula: RegulaRule | null;
  readonly trivy: TrivyCheck | null;
  readonly problems: readonly Problem[];
}

const Metadata = z.object({
  title: z.string().min(1),
  description: z.string().default(''),
  related_resources: z.array(z.union([z.string(), z.object({ ref: z.string() })])).default([]),
  custom: z.object({
    id: z.string().regex(/^[\w.-]+$/),
    severity: z.enum(['low', 'medium', 'high', 'critical']).default('medium'),
    phase: z.enum(['observe', 'advise', 'enforce']).default('advise'),
    suppressible: z.enum(['never', 'with-reason', 'with-expiry', 'with-approval']).default('with-reason'),
    frameworks: z.array(z.string()).default([]),
    input: z.enum(['assets', 'file', 'files']).default('assets'),
    files: z.array(z.string().min(1)).min(1).optional(),
    aliases: z.array(z.string().min(1)).min(1).optional(),
  }),
});

type PackageMetadata = z.infer<typeof Metadata>;

/** Rules whose members are findings: ours, and those of conftest packs. Source: conftest, policy/engine.go. */
const FINDING_RULE = /^(?:default\s+)?((?:undecided|(?:warn|deny|violation)(?:_[a-zA-Z0-9]+)*))\b(?=\s*(?:contains\b|if\b|\[|\{|:?=))/gm;

export function readPolicyFile(file: SourceFile): PolicyFile {
  const name = /^package\s+(\S+)/m.exec(file.text);
  const regula = readRegulaRule(file.text);
  const objects = objectRules(file);
  const found = [...file.text.matchAll(FINDING_RULE)].map(([, rule = '']) => rule);
  const rules = [...new Set(found)].filter((rule) => !objects.has(rule));
  const { metadata, trivy, problems } = packageMetadata(file, name?.index ?? 0);
  const excepts = /^exception\b/m.test(file.text);
  const told = [...problems, ...objects.values()];
  return { path: file.path, package: name?.[1] ?? '', rules, metadata, reads: readBy(file.text), excepts, regula, trivy, problems: told };
}

/** `deny[msg] if` looks like a set and is an object whose values are all true: conftest refuses it, too. Source: OPA issue 6509. */
function objectRules(file: SourceFile): ReadonlyMap<string, Problem> {
  const heads = file.text.matchAll(/^((?:deny|violation|warn)(?:_[a-zA-Z0-9]+)*)\[([^\]\n]*)\][ \t]+if\b/gm);
  const lines = lineIndex(file.path, file.text);
  return new Map(
    [...heads].map(([head, rule = '', member = '']): [string, Problem] => {
      const at = file.text.indexOf(head);
      const message = `\`${head}\` is no set, so what it finds has no message; write \`${rule} contains ${member} if\``;
      return [rule, { code: 'policy-does-not-compile', message, location: lines.location(at, at + head.length), undecided: true }];
    }),
  );
}

/** `input[i].contents` is how packs that conftest asks with `--combine` read their files. */
function readBy(text: string): PolicyFile['reads'] {
  if (/\binput\.(?:assets|changes|lineage|change)\b/.test(text)) return 'assets';
  const asList = /\binput\s*\[|\bin\s+input\b(?!\.)/.test(text);
  return asList && /\.contents\b|\["contents"\]/.test(text) ? 'files' : null;
}

/** The `# METADATA` block directly above the package. One without `custom.id` describes no policy of ours. */
function packageMetadata(file: SourceFile, end: number): Pick<PolicyFile, 'metadata' | 'trivy' | 'problems'> {
  const block = /# METADATA[ \t]*\r?\n((?:#.*\r?\n)*)(?:\s*\n)?$/.exec(file.text.slice(0, end));
  if (!block) return { metadata: null, trivy: null, problems: [] };
  const document = parseDocument((block[1] ?? '').replaceAll(/^# ?/gm, ''), { logLevel: 'silent', prettyErrors: false });
  const value: unknown = document.errors.length > 0 ? null : document.toJS();
  const trivy = trivyCheck(value, file.text.slice(end));
  if (trivy || !hasId(value)) return { metadata: null, trivy, problems: [] };
  const read = Metadata.safeParse(value);
  if (read.success) return { metadata: read.data, trivy, problems: [] };
  return { metadata: null, trivy, problems: read.error.issues.map((issue) => metadataProblem(file, block.index, issue)) };
}

function hasId(value: unknown): boolean {
  const custom = (value as { custom?: { id?: unknown } } | null)?.custom;
  return custom?.id !== undefined;
}

function metadataProblem(file: SourceFile, from: number, issue: z.core.$ZodIssue): Problem {
  const key = String(issue.path.at(-1) ?? 'METADATA');
  const found = findKey(file.text, key, from);
  const at = found ?? from;
  const allowed = issue.code === 'invalid_value' ? `: one of ${issue.values.map(String).join(', ')}` : `: ${issue.message}`;
  const location = lineIndex(file.path, file.text).location(at, at + key.length);
  const name = issue.path.join('.');
  const message = found === undefined ? `METADATA has no \`${name}\`` : `\`${name}\` of this policy is not allowed${allowed}`;
  return { code: 'policy-metadata', message, location, undecided: true };
}

/** Where a key of METADATA stands, at the start of its line: the same word may stand in a text before. */
export function findKey(text: string, key: string, from = 0): number | undefined {
  for (const line of text.slice(from).matchAll(/^#[ \t]+(?:-[ \t]+)?(\w+):/gm))
    if (line[1] === key) return from + line.index + line[0].length - key.length - 1;
  return undefined;
}

/** The policy that a package with an id or with finding rules is; null for a library package. `members` are all of its files. */
export function toPolicy(members: readonly PolicyFile[], library: string): PolicyMetadata | null {
  const file =
    members.find(({ metadata }) => metadata) ??
    members.find(({ regula, trivy }) => regula ?? trivy) ??
    members.find(({ rules }) => rules.length > 0);
  if (!file) return null;
  const folder = file.path.includes('/') ? file.path.slice(0, file.path.lastIndexOf('/')) : '';
  const path = [library, folder].filter(Boolean).join('/');
  const place = { package: file.package, path, library, category: file.package.split('.')[0] ?? '' };
  const foreign = ofForeign(file, place);
  if (foreign) return foreign;
  if (!file.metadata) return { ...UNDESCRIBED, ...place, id: file.package, title: file.package, input: inputOf(members) };
  const { title, description, related_resources } = file.metadata;
  const { files, aliases, ...custom } = file.metadata.custom;
  const [first] = related_resources;
  const page = typeof first === 'string' ? first : first?.ref;
  return {
    ...place,
    ...custom,
    ...(files === undefined ? {} : { files }),
    ...(aliases === undefined ? {} : { aliases }),
    title,
    description,
    ...(page === undefined ? {} : { page: page.includes('://') ? page : `${path}/${page}` }),
  };
}

/** What packs for Regula and Trivy say of themselves. */
function ofForeign(
  { regula, trivy }: PolicyFile,
  place: Pick<PolicyMetadata, 'package' | 'path' | 'library' | 'category'>,
): PolicyMetadata | null {
  if (trivy) return { ...UNDESCRIBED, ...place, ...trivy.metadata, input: trivy.asks === 'services' ? 'services' : 'file' };
  if (!regula) return null;
  return {
    ...UNDESCRIBED,
    ...place,
    id: place.package,
    ...regula.metadata,
    title: regula.metadata.title || place.package,
    input: 'resources',
  };
}

function inputOf(files: readonly PolicyFile[]): PolicyMetadata['input'] {
  const reads = files.map((one) => one.reads);
  return reads.includes('assets') ? 'assets' : reads.includes('files') ? 'files' : 'file';
}

const UNDESCRIBED = { description: '', severity: 'medium', phase: 'advise', frameworks: [], suppressible: 'with-reason' } as const;

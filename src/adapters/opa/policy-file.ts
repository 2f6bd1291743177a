import { parseDocument } from 'yaml';
import { z } from 'zod';
import type { PolicyMetadata } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import type { SourceFile } from '../../model/source.ts';
import { lineIndex } from '../../core/text/line-index.ts';

/** A Rego file as far as it must be known before OPA reads it: its package, what METADATA says of it, its rules that find something. */
export interface PolicyFile {
  readonly path: string;
  readonly package: string;
  readonly rules: readonly string[];
  readonly metadata: PackageMetadata | null;
  /** Whether its text reads the assets of a change: a pack that was written for conftest reads a file. */
  readonly readsAssets: boolean;
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
    input: z.enum(['assets', 'file']).default('assets'),
    files: z.array(z.string().min(1)).min(1).optional(),
  }),
});

type PackageMetadata = z.infer<typeof Metadata>;

/** Rules whose members are findings: ours, and those of conftest packs. Source: conftest, policy/engine.go. */
const FINDING_RULE = /^(?:default\s+)?((?:undecided|(?:warn|deny|violation)(?:_[a-zA-Z0-9]+)*))\b(?=\s*(?:contains\b|if\b|\[|\{|:?=))/gm;

export function readPolicyFile(file: SourceFile): PolicyFile {
  const name = /^package\s+(\S+)/m.exec(file.text);
  const rules = [...new Set([...file.text.matchAll(FINDING_RULE)].map(([, rule = '']) => rule))];
  const { metadata, problems } = packageMetadata(file, name?.index ?? 0);
  const readsAssets = /\binput\.(?:assets|changes|lineage|change)\b/.test(file.text);
  return { path: file.path, package: name?.[1] ?? '', rules, metadata, readsAssets, problems };
}

/** The `# METADATA` block directly above the package. One without `custom.id` describes no policy of ours. */
function packageMetadata(file: SourceFile, end: number): Pick<PolicyFile, 'metadata' | 'problems'> {
  const block = /# METADATA[ \t]*\r?\n((?:#.*\r?\n)*)(?:\s*\n)?$/.exec(file.text.slice(0, end));
  if (!block) return { metadata: null, problems: [] };
  const document = parseDocument((block[1] ?? '').replaceAll(/^# ?/gm, ''), { logLevel: 'silent', prettyErrors: false });
  const value: unknown = document.errors.length > 0 ? null : document.toJS();
  if (!hasId(value)) return { metadata: null, problems: [] };
  const read = Metadata.safeParse(value);
  if (read.success) return { metadata: read.data, problems: [] };
  return { metadata: null, problems: read.error.issues.map((issue) => metadataProblem(file, block.index, issue)) };
}

function hasId(value: unknown): boolean {
  const custom = (value as { custom?: { id?: unknown } } | null)?.custom;
  return custom?.id !== undefined;
}

function metadataProblem(file: SourceFile, from: number, issue: z.core.$ZodIssue): Problem {
  const key = String(issue.path.at(-1) ?? 'METADATA');
  const at = findKey(file.text, key, from) ?? from;
  const allowed = issue.code === 'invalid_value' ? `: one of ${issue.values.map(String).join(', ')}` : `: ${issue.message}`;
  const location = lineIndex(file.path, file.text).location(at, at + key.length);
  return {
    code: 'policy-metadata',
    message: `\`${issue.path.join('.')}\` of this policy is not allowed${allowed}`,
    location,
    undecided: true,
  };
}

/** Where a key of METADATA stands, at the start of its line: the same word may stand in a text before. */
export function findKey(text: string, key: string, from = 0): number | undefined {
  for (const line of text.slice(from).matchAll(/^#[ \t]+(?:-[ \t]+)?(\w+):/gm))
    if (line[1] === key) return from + line.index + line[0].length - key.length - 1;
  return undefined;
}

/** The policy that a package with an id or with finding rules is; null for a library package. */
export function toPolicy(file: PolicyFile, library: string): PolicyMetadata | null {
  if (!file.metadata && file.rules.length === 0) return null;
  const folder = file.path.includes('/') ? file.path.slice(0, file.path.lastIndexOf('/')) : '';
  const path = [library, folder].filter(Boolean).join('/');
  const place = { package: file.package, path, library, category: file.package.split('.')[0] ?? '' };
  if (!file.metadata)
    return { ...UNDESCRIBED, ...place, id: file.package, title: file.package, input: file.readsAssets ? 'assets' : 'file' };
  const { title, description, related_resources } = file.metadata;
  const { files, ...custom } = file.metadata.custom;
  const [first] = related_resources;
  const page = typeof first === 'string' ? first : first?.ref;
  return {
    ...place,
    ...custom,
    ...(files === undefined ? {} : { files }),
    title,
    description,
    ...(page === undefined ? {} : { page: page.includes('://') ? page : `${path}/${page}` }),
  };
}

const UNDESCRIBED = { description: '', severity: 'medium', phase: 'advise', frameworks: [], suppressible: 'with-reason' } as const;

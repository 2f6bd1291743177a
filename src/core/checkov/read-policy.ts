import type { PolicyMetadata, Severity } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import type { Location, SourceFile } from '../../model/source.ts';
import { at, entry, itemsOf, textAt, type DocumentNode } from '../text/document-tree.ts';
import { parseJson } from '../text/json-tree.ts';
import { parseYaml } from '../text/yaml-tree.ts';
import type { ReadPolicy } from './policy.ts';
import { readCondition } from './read-condition.ts';

export interface PolicyReading {
  readonly read: ReadPolicy | null;
  readonly problems: readonly Problem[];
}

const NO_POLICY: PolicyReading = { read: null, problems: [] };

/** Whether a file of a library may be a policy of Checkov's language, by its name. */
export const mayBeCheckovPolicy = (path: string): boolean => /\.(?:ya?ml|json)$/i.test(path) && !/(?:^|\/)data\.(?:json|ya?ml)$/.test(path);

/** A file with metadata and a definition is one; all other YAML and JSON of a library is none of it. */
const LOOKS_LIKE_ONE = /^\s*["']?definition["']?\s*:/m;

/** Whether a file of a library is a policy of Checkov's language. */
export const isCheckovPolicy = ({ path, text }: SourceFile): boolean => mayBeCheckovPolicy(path) && LOOKS_LIKE_ONE.test(text);

/**
 * Reads a policy of Checkov's language: `metadata` with `id`, `name` and `category`, and a `definition`. What is ours stands in
 * `metadata.custom`, which Checkov does not look at: `phase`, `suppressible`, `aliases`, `frameworks`. `path` is that in its library.
 */
export function readCheckovPolicy(file: SourceFile, library: string): PolicyReading {
  if (!LOOKS_LIKE_ONE.test(file.text)) return NO_POLICY;
  const shown: SourceFile = { ...file, path: `${library}/${file.path}` };
  const { root, problems } = rootOf(shown);
  const definition = entry(root, 'definition');
  if (!root || !definition || problems.some(({ undecided }) => undecided)) return { read: null, problems: problems.map(asPolicyProblem) };
  const found: Problem[] = [];
  const report = (message: string, location: Location): void =>
    void (found.length < MOST_PROBLEMS && found.push({ code: 'policy-metadata', message, location, undecided: true }));
  const metadata = readMetadata(root, { library, file: shown, report });
  const provider = textAt(root, 'scope', 'provider')?.toLowerCase() ?? textOfFirst(at(root, 'scope', 'provider'));
  const condition = readCondition(definition.value, { text: file.text, provider, report });
  const isWhole = condition !== undefined && metadata !== undefined && found.length === 0;
  return {
    read: isWhole ? { policy: { id: metadata.id, title: metadata.title, definition: condition }, metadata } : null,
    problems: found,
  };
}

/** Of one policy, so that a broken one does not bury the others. */
const MOST_PROBLEMS = 10;

const textOfFirst = (node: DocumentNode | undefined): string | undefined => {
  const [first] = itemsOf(node);
  return first && textAt(first)?.toLowerCase();
};

const asPolicyProblem = (problem: Problem): Problem => ({ ...problem, code: 'policy-metadata', undecided: true });

function rootOf(file: SourceFile): { readonly root: DocumentNode | undefined; readonly problems: readonly Problem[] } {
  if (/\.json$/i.test(file.path)) {
    const { root, problems } = parseJson(file);
    return { root, problems };
  }
  const { documents, problems } = parseYaml(file);
  return { root: documents[0], problems };
}

interface Context {
  readonly library: string;
  readonly file: SourceFile;
  report(message: string, location: Location): void;
}

function readMetadata(root: DocumentNode, context: Context): PolicyMetadata | undefined {
  const node = at(root, 'metadata');
  const [id, title, category] = [
    required('id', node, root, context),
    required('name', node, root, context),
    required('category', node, root, context),
  ];
  if (id === undefined || title === undefined || category === undefined) return undefined;
  const own = at(node, 'custom');
  const page = textAt(node, 'guideline');
  const aliases = textsAt(own, 'aliases');
  return {
    id,
    title,
    description: textAt(node, 'description') ?? '',
    severity: severityOf(node, context),
    phase: oneOf(at(own, 'phase'), 'phase', ['observe', 'advise', 'enforce'], context) ?? 'advise',
    category: category.toLowerCase(),
    package: `checkov.${id.replaceAll(/\W+/g, '_')}`,
    path: context.file.path,
    library: context.library,
    frameworks: [...textsAt(own, 'frameworks')],
    suppressible: oneOf(at(own, 'suppressible'), 'suppressible', SUPPRESSIBLE, context) ?? 'with-reason',
    input: 'graph',
    ...(page === undefined ? {} : { page }),
    ...(aliases.length === 0 ? {} : { aliases }),
  };
}

function required(key: string, node: DocumentNode | undefined, root: DocumentNode, { report }: Context): string | undefined {
  const value = textAt(node, key);
  const place = at(node, key) ?? node ?? root;
  const isGood = value !== undefined && value !== '' && (key !== 'id' || /^[\w.-]+$/.test(value));
  if (isGood) return value;
  const start = place.location.start;
  report(`A policy needs \`metadata.${key}\`${key === 'id' ? ': letters, digits, `_`, `-` and `.`' : ''}.`, {
    ...place.location,
    start,
    end: place.kind === 'scalar' ? place.location.end : start,
  });
  return undefined;
}

const SEVERITIES: ReadonlyMap<string, Severity> = new Map([
  ['none', 'low'],
  ['info', 'low'],
  ['low', 'low'],
  ['medium', 'medium'],
  ['moderate', 'medium'],
  ['high', 'high'],
  ['important', 'high'],
  ['critical', 'critical'],
]);

function severityOf(node: DocumentNode | undefined, { report }: Context): Severity {
  const written = at(node, 'severity');
  const name = written && textAt(written);
  const severity = SEVERITIES.get(name?.toLowerCase() ?? 'medium');
  if (!severity && written) report(`\`metadata.severity\` is one of ${[...SEVERITIES.keys()].join(', ')}.`, written.location);
  return severity ?? 'medium';
}

const SUPPRESSIBLE = ['never', 'with-reason', 'with-expiry', 'with-approval'] as const;

function oneOf<T extends string>(written: DocumentNode | undefined, key: string, known: readonly T[], { report }: Context): T | undefined {
  const found = written && known.find((one) => one === textAt(written));
  if (written && found === undefined) report(`\`metadata.custom.${key}\` is one of ${known.join(', ')}.`, written.location);
  return found;
}

function textsAt(node: DocumentNode | undefined, key: string): readonly string[] {
  const written = at(node, key);
  return written?.kind === 'list' ? written.items.flatMap((one) => textAt(one) ?? []) : [];
}

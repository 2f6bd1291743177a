import type { Finding, PolicyMetadata } from '../../model/finding.ts';
import type { Json } from '../../model/json.ts';

import { rangesOf } from './show-tests.ts';

export interface ExplainedFinding {
  readonly finding: Finding;
  /** What the policy was given about it. */
  readonly input?: Json;
  /** The lines of the policy that it was judged by: each until one does not hold. */
  readonly lines: readonly number[];
}

export interface Explained {
  readonly policy: PolicyMetadata;
  /** What it weighs here, and whether that is its own default. */
  readonly phase: string;
  readonly text: { readonly path: string; readonly text: string } | undefined;
  readonly parameters: Json | undefined;
  readonly findings: readonly ExplainedFinding[];
  /** Of the whole tree, or of the change. */
  readonly judged: string;
}

const MOST = 5;

/** A policy as it applies here: what it says of itself, its text, what it finds, and why. */
export function showExplained(explained: Explained): string {
  const { policy, findings, judged, text } = explained;
  return [
    ...aboutPolicy(explained),
    '',
    `${judged}: ${findings.length === 0 ? 'it finds nothing' : `${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}`}`,
    ...findings.slice(0, MOST).flatMap((one) => aboutFinding(one)),
    ...(findings.length > MOST ? [`and ${findings.length - MOST} more: tollgate check`] : []),
    '',
    ...(text
      ? [`${text.path}${policy.digest === undefined ? '' : ` · ${policy.digest.slice(0, 12)}`}`, ...marked(text.text, findings)]
      : []),
    '',
  ].join('\n');
}

function aboutPolicy({ policy, phase, parameters }: Explained): readonly string[] {
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['why', policy.description === '' ? undefined : policy.description],
    ['weighs', `${phase} · ${policy.severity}`],
    ['covers', policy.frameworks.length === 0 ? undefined : policy.frameworks.join(', ')],
    [
      'ignore',
      policy.suppressible === 'never'
        ? 'never'
        : policy.suppressible.replace('-', ' a ').replace('a expiry', 'an end').replace('a approval', 'an approval'),
    ],
    ['fix', policy.page],
    ['from', policy.path],
  ];
  return [
    `${policy.id} ${policy.title}`,
    ...facts.flatMap(([key, value]) => (value === undefined ? [] : [`  = ${key.padEnd(8)}${value}`])),
    ...(parameters === undefined ? [] : spread('set', parameters)),
  ];
}

function aboutFinding({ finding, input, lines }: ExplainedFinding): readonly string[] {
  const { file, location, message, rule, phase, disposition, fingerprint, known } = finding;
  return [
    '',
    `${file}:${location.start.line}:${location.start.column}  ${message}`,
    `  = ${'is'.padEnd(8)}${rule === 'undecided' ? 'undecided' : phase} · ${disposition} · ${fingerprint}`,
    ...known.map(({ text, location: at }) => `  = ${'known'.padEnd(8)}${text}${at ? ` (${at.file}:${at.start.line})` : ''}`),
    ...(input === undefined ? [] : spread('given', input)),
    ...(lines.length === 0 ? [] : [`  = ${'reached'.padEnd(8)}${rangesOf(lines)}, marked below`]),
  ];
}

const WIDTH = 120;

/** JSON as a person reads it: what fits stands in one line, anything longer opens up. */
function spread(key: string, value: Json): readonly string[] {
  const [first = '', ...rest] = laidOut(value).split('\n');
  return [`  = ${key.padEnd(8)}${first}`, ...rest.map((line) => `${' '.repeat(12)}${line}`)];
}

/** From the outside in: the text is short where the value is, and as deep as JSON may be that policies are given. */
function laidOut(value: Json, indent = '', depth = 0): string {
  const line = JSON.stringify(value);
  if (line.length + indent.length <= WIDTH || depth > 8 || typeof value !== 'object' || value === null) return line;
  const inner = `${indent}  `;
  if (isScalars(value))
    return `[\n${filled(
      value.map((one) => JSON.stringify(one)),
      inner,
    )}\n${indent}]`;
  if (Array.isArray(value)) return `[\n${value.map((one) => `${inner}${laidOut(one, inner, depth + 1)}`).join(',\n')}\n${indent}]`;
  const entries = Object.entries(value).map(([key, one]) => `${inner}${JSON.stringify(key)}: ${laidOut(one, inner, depth + 1)}`);
  return `{\n${entries.join(',\n')}\n${indent}}`;
}

const isScalars = (value: Json): value is readonly (string | number | boolean | null)[] =>
  Array.isArray(value) && value.every((one) => typeof one !== 'object' || one === null);

/** Words as they fit into lines. */
function filled(words: readonly string[], indent: string): string {
  const lines: string[] = [];
  for (const [index, word] of words.entries()) {
    const told = index === words.length - 1 ? word : `${word},`;
    const last = lines.at(-1);
    if (last !== undefined && last.length + told.length < WIDTH) lines.splice(-1, 1, `${last} ${told}`);
    else lines.push(`${indent}${told}`);
  }
  return lines.join('\n');
}

/** The text with the lines marked that were reached for what is shown above. */
function marked(text: string, findings: readonly ExplainedFinding[]): readonly string[] {
  const held = new Set(findings.slice(0, MOST).flatMap(({ lines }) => lines));
  const all = text.trimEnd().split('\n');
  const width = String(all.length).length;
  return all.map((line, index) =>
    `${String(index + 1).padStart(width)} ${held.has(index + 1) ? '>' : ' '}${line === '' ? '' : ` ${line.replaceAll('\t', '  ')}`}`.trimEnd(),
  );
}

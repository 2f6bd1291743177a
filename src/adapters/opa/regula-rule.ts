import { parseDocument } from 'yaml';
import type { PolicyMetadata, Severity } from '../../model/finding.ts';

/** A rule that was written for Regula: it judges the resources of a folder or template. Source: Regula, docs/development/writing-rules. */
export interface RegulaRule {
  /** As the rule names it: `k8s`, `arm`; `tf` where it names none. */
  readonly inputType: string;
  /** The kinds of views that it is for. */
  readonly views: readonly string[];
  /** It sees all resources at once and says `policy`; others are asked `allow` or `deny` of each resource of their type. */
  readonly seesAll: boolean;
  readonly allows: boolean;
  /** Whether `deny` is true or false, or the set of what is wrong. */
  readonly denies: 'boolean' | 'set' | null;
  readonly metadata: Pick<PolicyMetadata, 'title' | 'description' | 'severity' | 'frameworks'> & { readonly id?: string };
}

const VIEWS: Readonly<Record<string, readonly string[]>> = {
  tf: ['tf', 'tf_plan'],
  terraform: ['tf', 'tf_plan'],
  tf_plan: ['tf_plan'],
  tf_runtime: [],
  cfn: ['cfn'],
  cloudformation: ['cfn'],
  k8s: ['k8s'],
  arm: [],
};

/** Null for a file of any other kind. */
export function readRegulaRule(text: string): RegulaRule | null {
  const type = /^resource_type\s*:?=\s*"([^"]*)"/m.exec(text)?.[1];
  if (type === undefined || !/^package\s+rules\./m.test(text)) return null;
  const inputType = /^input_type\s*:?=\s*"(\w+)"/m.exec(text)?.[1] ?? 'tf';
  return {
    inputType,
    views: VIEWS[inputType] ?? [],
    seesAll: type === 'MULTIPLE',
    allows: /^(?:default\s+)?allow\b/m.test(text),
    denies: /^deny\s*(?:\[|contains\b)/m.test(text) ? 'set' : /^(?:default\s+)?deny\b/m.test(text) ? 'boolean' : null,
    metadata: metadataIn(text),
  };
}

interface Metadoc {
  readonly id?: unknown;
  readonly title?: unknown;
  readonly description?: unknown;
  readonly custom?: { readonly severity?: unknown; readonly controls?: Readonly<Record<string, readonly unknown[]>> };
}

function metadataIn(text: string): RegulaRule['metadata'] {
  const { id, title, description, custom } = metadocIn(text);
  const controls = Object.values(custom?.controls ?? {}).flatMap((list) => (Array.isArray(list) ? list : []));
  return {
    ...(typeof id === 'string' && /^[\w.-]+$/.test(id) ? { id } : {}),
    title: typeof title === 'string' ? title : '',
    description: typeof description === 'string' ? description : '',
    severity: severityOf(custom?.severity),
    frameworks: controls.map(String),
  };
}

const SEVERITIES: readonly Severity[] = ['low', 'medium', 'high', 'critical'];

export function severityOf(told: unknown): Severity {
  const name = String(told).toLowerCase();
  return SEVERITIES.find((one) => one === name) ?? (/^(?:informational|negligible)$/.test(name) ? 'low' : 'medium');
}

/** The object that `__rego__metadoc__` is, where it is written out. */
function metadocIn(text: string): Metadoc {
  const found = /^__rego__?metadoc__\s*:?=\s*\{/m.exec(text);
  const source = found && objectAt(text, found.index + found[0].length - 1);
  if (!source) return {};
  const document = parseDocument(source, { logLevel: 'silent', prettyErrors: false });
  return document.errors.length > 0 ? {} : ((document.toJS() as Metadoc | null) ?? {});
}

/** From a brace to the one that closes it. */
export function objectAt(text: string, start: number): string | undefined {
  const tokens = /"(?:[^"\\\n]|\\.)*"|`[^`]*`|[{}]/g;
  tokens.lastIndex = start;
  let depth = 0;
  for (let token = tokens.exec(text); token; token = tokens.exec(text)) {
    if (token[0] === '{') depth++;
    if (token[0] === '}' && --depth === 0) return text.slice(start, tokens.lastIndex);
  }
  return undefined;
}

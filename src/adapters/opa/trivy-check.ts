import type { PolicyMetadata } from '../../model/finding.ts';
import { severityOf } from './regula-rule.ts';

/** A check that was written for Trivy. Source: Trivy, Custom checks, "Package metadata" and "Input". */
export interface TrivyCheck {
  /** What it is asked about; a check of several kinds of input is asked about the first that is known here. */
  readonly asks: 'services' | 'dockerfile' | 'kubernetes' | 'file';
  /** The services that it judges: `aws.s3`. */
  readonly services: readonly string[];
  /** What it reads of their resources: `encryption.enabled`. */
  readonly reads: readonly string[];
  readonly metadata: Pick<PolicyMetadata, 'id' | 'title' | 'description' | 'severity'> & Pick<PolicyMetadata, 'aliases' | 'page'>;
}

const KINDS: Readonly<Record<string, TrivyCheck['asks']>> = {
  cloud: 'services',
  dockerfile: 'dockerfile',
  kubernetes: 'kubernetes',
  rbac: 'kubernetes',
  yaml: 'file',
  json: 'file',
  toml: 'file',
};

interface Told {
  readonly title?: unknown;
  readonly description?: unknown;
  readonly related_resources?: readonly unknown[];
  readonly custom?: {
    readonly id?: unknown;
    readonly avd_id?: unknown;
    readonly aliases?: readonly unknown[];
    readonly severity?: unknown;
    readonly input?: { readonly selector?: readonly Selector[] };
  };
}

interface Selector {
  readonly type?: unknown;
  readonly subtypes?: readonly { readonly service?: unknown; readonly provider?: unknown }[];
}

/** From METADATA of a package; null for that of any other policy. */
export function trivyCheck(value: unknown, text: string): TrivyCheck | null {
  const told = (value ?? {}) as Told;
  const selectors = told.custom?.input?.selector;
  if (!Array.isArray(selectors) || told.custom?.id === undefined) return null;
  const all = selectors as readonly Selector[];
  const asks = all.map(({ type }) => KINDS[String(type)]).find((kind) => kind !== undefined) ?? 'file';
  const services = all.flatMap(({ subtypes = [] }) => subtypes.map(({ provider, service }) => `${String(provider)}.${String(service)}`));
  return { asks, services, reads: asks === 'services' ? readsIn(text) : [], metadata: metadataOf(told) };
}

function metadataOf({ title, description, related_resources: resources, custom }: Told): TrivyCheck['metadata'] {
  const aliases = [custom?.avd_id, ...listOf(custom?.aliases)].filter((one) => typeof one === 'string');
  const page = listOf(resources).find((one) => typeof one === 'string');
  const id = String(custom?.id);
  return {
    id,
    title: typeof title === 'string' ? title : id,
    description: typeof description === 'string' ? description.trim() : '',
    severity: severityOf(custom?.severity),
    ...(aliases.length > 0 ? { aliases } : {}),
    ...(page === undefined ? {} : { page }),
  };
}

const listOf = (value: readonly unknown[] | undefined): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Paths that are compared, tested or walked, without the name that they begin with. */
function readsIn(text: string): readonly string[] {
  const code = withoutLibraries(text.replaceAll(/^\s*(?:#|import\b).*$/gm, ''), text);
  const values = code.matchAll(/\b[a-z]\w*((?:\.[a-z0-9]+)+)\.value\b/g);
  const tested = code.matchAll(/\bvalue\.\w+\(\s*[a-z]\w*((?:\.[a-z0-9]+)+)/g);
  const walked = code.matchAll(/\bin (?!input\b|data\b)[a-z]\w*((?:\.[a-z0-9]+)+)(?![\w.(])/g);
  const lists = code.matchAll(/\binput\.[a-z0-9]+\.[a-z0-9]+(\.[a-z0-9]+)/g);
  const all = [...values, ...tested, ...walked, ...lists].map(([, path = '']) => path.slice(1).replace(/\.value$/, ''));
  return [...new Set(all)];
}

/** Without the names of what a check imports: `iam.all_members` is a rule of a library, and no path of a resource. */
function withoutLibraries(code: string, text: string): string {
  const names = [...text.matchAll(/^import\s+[\w.]*?(\w+)(?:\s+as\s+(\w+))?\s*$/gm)].map(([, name = '', alias]) => alias ?? name);
  return names.reduce((left, name) => left.replaceAll(new RegExp(`\\b${name}\\.\\w+`, 'g'), 'library'), code);
}

/** What checks call of Trivy itself. Source: Trivy, pkg/iac/rego, `result.new`, `isManaged`, `cidr.*`. */
export const TRIVY_LIBRARY = `package tollgate.trivy

import rego.v1

new(msg, cause) := {"msg": msg, "resource": resource_of(cause), "path": path_to(cause)}

resource_of(cause) := cause.__defsec_metadata.resource if true else := cause.resource if is_string(cause.resource) else := ""

path_to(cause) := [cause.__index] if is_number(cause.__index) else := []

is_managed(cause) if cause.__defsec_metadata.managed

is_managed(cause) if cause.managed

private_ranges := ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16", "100.64.0.0/10", "fc00::/7", "fe80::/10", "::1/128"]

is_public(range) if {
	every private in private_ranges { not net.cidr_contains(private, range) }
}

count_addresses(range) := bits.lsh(1, width - to_number(split(range, "/")[1])) if {
	width := {true: 128, false: 32}[contains(range, ":")]
	contains(range, "/")
} else := 1

stages := [stage |
	some index in sort({command.Stage | some command in input})
	commands := [object.union(command, {"__index": at}) | some at, command in input; command.Stage == index]
	froms := [concat(" ", command.Value) | some command in commands; command.Cmd == "from"]
	stage := {"Name": concat("", array.slice(froms, 0, 1)), "Commands": commands}
]

dockerfile := {"Stages": stages} if {
	is_array(input)
	input[0].Cmd
}
`;

/** Rules that tell what such a check finds. A finding names its resource, or its line in a file. */
export function trivyStatements(
  { id, package: name, rules }: { readonly id: string; readonly package: string; readonly rules: readonly string[] },
  { asks }: TrivyCheck,
): readonly string[] {
  const guard = asks === 'kubernetes' ? '\n\tis_string(input.kind)\n\tis_string(input.apiVersion)' : '';
  const input = asks === 'dockerfile' ? ' with input as data.tollgate.trivy.dockerfile' : '';
  const source = (rule: string): string => `[answer | answer := data.${name}.${rule}${input}]`;
  const value = '{"msg": result.msg, "resource": object.get(result, "resource", ""), "path": object.get(result, "path", [])}';
  return rules.flatMap((rule) => [
    `statements contains {"policy": ${JSON.stringify(id)}, "rule": ${JSON.stringify(rule)}, "value": ${value}} if {${guard}\n\tsome results in ${source(rule)}\n\tsome result in results\n\tis_object(result)\n}`,
    `statements contains {"policy": ${JSON.stringify(id)}, "rule": ${JSON.stringify(rule)}, "value": {"msg": result, "resource": ""}} if {${guard}\n\tsome results in ${source(rule)}\n\tsome result in results\n\tis_string(result)\n}`,
  ]);
}

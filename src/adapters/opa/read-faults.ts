import type { Fault } from '../../core/authoring/authored.ts';
import { nearestName } from '../../core/text/nearest-name.ts';

/** What OPA has and policies here have not. */
const OUTSIDE = /^undefined function (?:http\.send|opa\.runtime|net\.lookup_ip_addr|rand\.intn|uuid\.rfc4122)$/;

interface OpaError {
  readonly message: string;
  readonly code?: string;
  readonly location?: { readonly file: string; readonly row: number; readonly col: number };
  readonly details?: unknown;
}

/** What `opa check --format json` finds fault with. */
export function readFaults(words: string): readonly Fault[] {
  const start = words.indexOf('{');
  try {
    const { errors = [] } = JSON.parse(start < 0 ? '' : words.slice(start)) as { readonly errors?: readonly OpaError[] };
    return firstOfEach(errors).map(faultOf);
  } catch {
    return [{ file: '.', line: 1, column: 1, message: words.trim().split('\n')[0] ?? 'OPA gave no answer' }];
  }
}

/** After the first place that cannot be parsed, the rest of a file is guesswork; the same words at the same place are told once. */
function firstOfEach(errors: readonly OpaError[]): readonly OpaError[] {
  const seen = new Set<string>();
  return errors.filter(({ message, code, location }) => {
    const { file = '', row = 0, col = 0 } = location ?? {};
    const key = code === PARSE ? `${file} cannot be parsed` : [file, row, col, message].join(' ');
    return !seen.has(key) && seen.add(key);
  });
}

const PARSE = 'rego_parse_error';

function faultOf({ message, code = '', location, details }: OpaError): Fault {
  const place = { file: location?.file ?? '.', line: Math.max(1, location?.row ?? 1), column: Math.max(1, location?.col ?? 1) };
  const ref = refOf(details);
  if (OUTSIDE.test(message))
    return {
      ...place,
      message,
      fix: 'leave it out: policies reach no network, environment or chance; what they need stands in `input` or `data`',
    };
  if (!ref) return { ...place, message: code === PARSE ? `cannot be parsed: ${message}` : message };
  const meant = nearestName(ref.name, ref.known);
  const known = ref.known.length > 12 ? `${ref.known.slice(0, 12).join(', ')} … (policies/schemas/input.json)` : ref.known.join(', ');
  return {
    ...place,
    message: `${message.replace(/^undefined ref: /, '`')}\` reads what no input has: \`${ref.name}\``,
    fix: meant === undefined ? `known there: ${known}` : `write \`${meant}\``,
  };
}

/** `details` of a type error: the reference, where in it the fault is, and the names that are there. */
function refOf(details: unknown): { readonly name: string; readonly known: readonly string[] } | undefined {
  const { ref, pos, oneOf } = (details ?? {}) as {
    readonly ref?: readonly { readonly value: unknown }[];
    readonly pos?: number;
    readonly oneOf?: readonly unknown[];
  };
  const name = ref?.[pos ?? -1]?.value;
  if (typeof name !== 'string' || !Array.isArray(oneOf)) return undefined;
  return { name, known: oneOf.map(String) };
}

import type { PolicyMetadata, Statement } from '../../model/finding.ts';
import type { Json } from '../../model/json.ts';
import type { Problem } from '../../model/problem.ts';
import type { Location } from '../../model/source.ts';
import type { EngineAnswer, RawStatement } from '../ports.ts';

/** Checks what policies said. A member that names neither a message nor a place it knows becomes a problem of its policy. */
export function readStatements(
  answer: EngineAnswer,
  policies: readonly PolicyMetadata[],
): { readonly statements: readonly Statement[]; readonly problems: readonly Problem[] } {
  const known = new Map(policies.map((policy) => [policy.id, policy]));
  const statements: Statement[] = [];
  const problems: Problem[] = [...answer.problems];
  for (const raw of answer.statements) {
    const policy = known.get(raw.policy);
    const statement = toStatement(raw);
    if (statement && policy) statements.push(statement);
    else problems.push(unusable(raw, policy));
  }
  return { statements, problems };
}

const OWN_KEYS: ReadonlySet<string> = new Set(['msg', 'asset', 'field', 'fact', 'part', 'file', 'key', 'path', '_loc']);

function toStatement({ policy, rule, value, excepted }: RawStatement): Statement | null {
  const told = typeof value === 'string' ? { msg: value } : asMap(value);
  const message = told?.['msg'];
  if (told === null || typeof message !== 'string' || message === '') return null;
  const metadata = Object.fromEntries(Object.entries(told).filter(([key]) => !OWN_KEYS.has(key)));
  return {
    policy,
    rule: rule.startsWith('undecided') ? 'undecided' : 'deny',
    ...(rule.startsWith('warn') ? { advises: true } : {}),
    ...(excepted === true ? { excepted } : {}),
    message,
    ...namesOf(told),
    ...placeIn(told),
    ...(Object.keys(metadata).length > 0 ? { metadata } : {}),
  };
}

type JsonMap = { readonly [key: string]: Json };

function asMap(value: Json): JsonMap | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonMap) : null;
}

function namesOf(told: JsonMap): Partial<Record<'asset' | 'field' | 'fact' | 'part' | 'file' | 'key', string>> {
  const names = ['asset', 'field', 'fact', 'part', 'file', 'key'] as const;
  return Object.fromEntries(names.flatMap((name) => (typeof told[name] === 'string' ? [[name, told[name]]] : [])));
}

/** A place inside of a parsed file: ours by keys and indexes, conftest's by file and line. */
function placeIn(told: JsonMap): Pick<Statement, 'path' | 'file' | 'line'> {
  const path = told['path'];
  const steps = Array.isArray(path)
    ? path.filter((step): step is string | number => typeof step === 'string' || typeof step === 'number')
    : [];
  const { file, line } = asMap(told['_loc'] ?? null) ?? {};
  return {
    ...(steps.length > 0 ? { path: steps } : {}),
    ...(typeof file === 'string' ? { file } : {}),
    ...(typeof line === 'number' && line >= 1 ? { line } : {}),
  };
}

function unusable(raw: RawStatement, policy: PolicyMetadata | undefined): Problem {
  const start = { line: 1, column: 1, offset: 0 };
  const location: Location = { file: policy ? policy.path : raw.policy, start, end: start };
  const message = `Policy ${raw.policy} gave a ${raw.rule} without a message, so its finding cannot be shown. A finding is a text, or an object with \`msg\`.`;
  return { code: 'policy-result', message, location, undecided: true };
}

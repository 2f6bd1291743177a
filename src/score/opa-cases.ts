import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Json } from '../model/json.ts';

/** One conformance case of OPA. Source: OPA, v1/test/cases, TestCase. */
export interface OpaCase {
  readonly note: string;
  readonly query: string;
  readonly modules?: readonly string[];
  readonly data?: Json;
  readonly input?: Json;
  readonly input_term?: string;
  readonly want_result?: readonly { readonly x: Json }[] | null;
  readonly want_error?: string;
  readonly want_error_code?: string;
  readonly strict_error?: boolean;
}

/** Cases as lines of JSON. */
export function casesInLines(path: string): readonly OpaCase[] | undefined {
  if (!existsSync(path)) return undefined;
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as OpaCase);
}

/** Cases as OPA's own repository holds them: YAML, in folders. */
export function casesInFolder(folder: string): readonly OpaCase[] | undefined {
  if (!existsSync(folder)) return undefined;
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.yaml'));
  return paths.toSorted().flatMap((path) =>
    parseAllDocuments(readFileSync(join(folder, path), 'utf8')).flatMap((document) => {
      const value = ('toJS' in document ? document.toJS({ maxAliasCount: 1000 }) : null) as { readonly cases?: readonly OpaCase[] } | null;
      return value?.cases ?? [];
    }),
  );
}

/** One entry that answers at most once; what the input is must be JSON. */
export function isRunnable({ query, modules, want_result: wanted, input_term: term }: OpaCase): boolean {
  return entryOf(query) !== undefined && Boolean(modules?.length) && (wanted?.length ?? 0) <= 1 && (term === undefined || isJson(term));
}

/** `data.generated.p = x` asks for `generated/p`. */
export function entryOf(query: string): string | undefined {
  return /^data\.([\w.]+) = x$/.exec(query)?.[1]?.replaceAll('.', '/');
}

export const wantsError = (one: OpaCase): boolean => Boolean(one.want_error ?? one.want_error_code);

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

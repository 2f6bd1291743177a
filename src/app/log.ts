/** Writes one line. Facts are names and numbers, never bodies, headers or tokens. */
export type Log = (level: 'info' | 'warn' | 'error', message: string, facts?: Readonly<Record<string, string | number | boolean>>) => void;

/** What an error may say in a log: its own words, on one line and short. */
export function errorFacts(error: unknown): { readonly error: string; readonly code?: string } {
  const message = (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ').slice(0, 500);
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  return { error: message, ...code };
}

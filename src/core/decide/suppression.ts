import type { PolicyMetadata } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import type { SourceFile } from '../../model/source.ts';
import { isDay, isOver } from '../is-over.ts';
import { lineIndex } from '../text/line-index.ts';

/** `tollgate:ignore PII001 until=2027-01-31 reason="a template, not an address"`, in whatever comment the format has. */
export interface Suppression {
  readonly policies: readonly string[];
  readonly until?: string;
  readonly reason?: string;
  /** The line it stands on, 1-based. It covers this line and the next. */
  readonly line: number;
  /** A comment of Checkov's: it is about the whole asset that it stands in. */
  readonly within?: 'asset';
  readonly problem?: Problem;
}

/** Every suppression that a text asks for. One that cannot be read suppresses nothing and carries its problem. */
export function readSuppressions(file: SourceFile): readonly Suppression[] {
  if (!file.text.includes(MARK)) return [];
  const lines = lineIndex(file.path, file.text);
  const found: Suppression[] = [];
  for (let at = file.text.indexOf(MARK); at >= 0; at = file.text.indexOf(MARK, at + 1)) {
    const end = endOfLine(file.text, at);
    const location = lines.location(at, at + MARK.length);
    found.push(readOne(file.text.slice(at + MARK.length, Math.min(end, at + MAX_LENGTH)), location.start.line, location));
  }
  return found;
}

/** What a suppression is asked of: a policy, or one that settings make absolute. */
export type Suppressed = Pick<PolicyMetadata, 'id' | 'aliases'> & { readonly suppressible: PolicyMetadata['suppressible'] | 'absolute' };

/** Whether the policy lets this suppression hide its finding today, and if not, why. `now` is ISO 8601, UTC. */
export function refusal({ suppressible, id }: Suppressed, suppression: Suppression, now: string): string | null {
  if (suppressible === 'absolute') return `${id} is absolute here (\`overridable: false\`): nothing suppresses it.`;
  if (suppressible === 'never') return `${id} may not be suppressed in the text. Fix it, or ask for an exception.`;
  if (suppressible === 'with-approval') return `${id} may only be excepted with approval. Ask for an exception.`;
  const isSkip = suppression.within === 'asset';
  if (suppression.reason === undefined)
    return `${id} may only be suppressed with a reason: ${isSkip ? 'write it behind a colon' : 'add reason="…"'}.`;
  if (suppressible === 'with-expiry' && suppression.until === undefined)
    return `${id} may only be suppressed for a time: add until=YYYY-MM-DD.`;
  if (suppression.until !== undefined && isOver(suppression.until, now)) return `This suppression of ${id} ended on ${suppression.until}.`;
  return null;
}

const MARK = 'tollgate:ignore';
const MAX_LENGTH = 1000;

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

function readOne(words: string, line: number, location: Problem['location']): Suppression {
  const policies = /^\s+([\w-]+(?:,[\w-]+)*)(?=\s|$|["*)])/.exec(words)?.[1]?.split(',') ?? [];
  const until = /\suntil=(\S+)/.exec(words)?.[1];
  const reason = /\sreason="([^"]+)"/.exec(words)?.[1];
  const wrong = complaint(policies, until);
  return {
    policies: wrong === undefined ? policies : [],
    line,
    ...(until === undefined ? {} : { until }),
    ...(reason === undefined ? {} : { reason }),
    ...(wrong === undefined ? {} : { problem: { code: 'suppression-unreadable', message: wrong, location } }),
  };
}

function complaint(policies: readonly string[], until: string | undefined): string | undefined {
  const form = 'Write tollgate:ignore POLICY reason="…", with until=YYYY-MM-DD where it shall end.';
  if (policies.length === 0) return `This suppression names no policy, so it hides nothing. ${form}`;
  if (until !== undefined && !isDay(until)) return `\`until=${until}\` is no date, so this suppression hides nothing. ${form}`;
  return undefined;
}

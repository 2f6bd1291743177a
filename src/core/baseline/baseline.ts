import type { Finding } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import type { Location, SourceFile } from '../../model/source.ts';
import { lineIndex } from '../text/line-index.ts';

/** Where a repository keeps the findings that are older than their policies. */
export const BASELINE_PATH = '.github/tollgate/baseline.txt';

/** One line: a finding that was there before its policy. */
export interface BaselineEntry {
  readonly fingerprint: string;
  readonly policy: string;
  readonly location: Location;
}

export interface ReadBaseline {
  readonly entries: readonly BaselineEntry[];
  readonly problems: readonly Problem[];
}

const HEAD = `# Findings that are older than their policies, which do not count. This file may only shrink:
# \`tollgate baseline\` takes out what is fixed.
`;

/** A line that cannot be read covers nothing, and says so. */
export function parseBaseline(file: SourceFile): ReadBaseline {
  const lines = lineIndex(file.path, file.text);
  const entries: BaselineEntry[] = [];
  const problems: Problem[] = [];
  let offset = 0;
  for (const line of file.text.split('\n')) {
    const [fingerprint = '', policy = ''] = line.trim().split(/\s+/, 2);
    const location = lines.location(offset, offset + line.length);
    if (FINGERPRINT.test(fingerprint) && policy !== '') entries.push({ fingerprint, policy, location });
    else if (line.trim() !== '' && !line.startsWith('#')) problems.push({ code: 'baseline', message: UNREADABLE, location });
    offset += line.length + 1;
  }
  return { entries, problems: problems.slice(0, MOST_PROBLEMS) };
}

const FINGERPRINT = /^[0-9a-f]{16}$/;
const UNREADABLE = 'This line is no finding, so it covers nothing. `tollgate baseline` writes them: FINGERPRINT POLICY NAME.';
const MOST_PROBLEMS = 20;

type Listed = Pick<Finding, 'fingerprint' | 'policy' | 'assetName' | 'asset' | 'field' | 'file'>;

/** The file that lists these findings, in an order that merges well. */
export function writeBaseline(findings: readonly Listed[]): string {
  const lines = findings.map((one) => `${one.fingerprint} ${one.policy} ${nameOf(one)}`);
  const sorted = [...new Set(lines)].sort((one, other) => (byName(one) < byName(other) ? -1 : 1));
  return `${HEAD}${sorted.map((line) => `${line}\n`).join('')}`;
}

/** Policy and name first: the lines of one asset stand together. */
const byName = (line: string): string => `${line.slice(17)} ${line}`;

function nameOf({ assetName, asset, field, file }: Listed): string {
  const name = assetName ?? asset ?? file;
  return (field === null ? name : `${name}.${field}`).replaceAll(/\s/g, '_');
}

/** The same file without the entries that no finding has any more. What people wrote beside them stays. */
export function shrinkBaseline(file: SourceFile, standing: ReadonlySet<string>): { readonly text: string; readonly removed: number } {
  const gone = new Set(
    parseBaseline(file)
      .entries.filter((one) => !standing.has(keyOf(one)))
      .map(({ location }) => location.start.line),
  );
  const kept = file.text.split('\n').filter((_, at) => !gone.has(at + 1));
  return { text: kept.join('\n'), removed: gone.size };
}

/** An entry is of one finding of one policy. */
export function keyOf({ policy, fingerprint }: { readonly policy: string; readonly fingerprint: string }): string {
  return `${policy} ${fingerprint}`;
}

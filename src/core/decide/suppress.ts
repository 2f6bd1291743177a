import type { PolicyMetadata } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import type { Location, SourceFile } from '../../model/source.ts';
import { readSuppressions, refusal, type Suppression } from './suppression.ts';

/** Which findings the text of the head suppresses, and what is wrong with the suppressions that do not count. */
export interface Suppressor {
  covers(policy: PolicyMetadata, location: Location): boolean;
  problems(): readonly Problem[];
  /** The last days of those that covered something. */
  ends(): readonly string[];
}

/** A suppression that the policy refuses hides nothing; the finding stays and a problem says why, once. */
export function suppressorFor(files: ReadonlyMap<string, SourceFile>, now: string): Suppressor {
  const byFile = new Map([...files].map(([path, file]) => [path, readSuppressions(file)]));
  const refused = new Map<string, Problem>();
  const ends = new Set<string>();
  const covers = (policy: PolicyMetadata, location: Location): boolean => {
    const asked = (byFile.get(location.file) ?? []).find((one) => isAbout(one, policy, location.start.line));
    const reason = asked && refusal(policy, asked, now);
    if (reason)
      refused.set(`${location.file}:${asked.line}:${policy.id}`, {
        code: 'suppression-refused',
        message: reason,
        location: lineOf(location, asked.line),
      });
    if (reason === null && asked?.until !== undefined) ends.add(asked.until);
    return asked !== undefined && reason === null;
  };
  const unreadable = [...byFile.values()].flat().flatMap(({ problem }) => (problem ? [problem] : []));
  return { covers, problems: () => [...unreadable, ...refused.values()], ends: () => [...ends] };
}

/** It stands on the finding's line, or alone on the line above. */
function isAbout({ policies, line }: Suppression, policy: PolicyMetadata, at: number): boolean {
  return policies.includes(policy.id) && (line === at || line === at - 1);
}

function lineOf({ file, start }: Location, line: number): Location {
  const place = line === start.line ? start : { line, column: 1, offset: Math.max(0, start.offset - start.column) };
  return { file, start: place, end: place };
}

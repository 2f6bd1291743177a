import type { Asset } from '../../model/asset.ts';
import type { Problem } from '../../model/problem.ts';
import type { Location, SourceFile } from '../../model/source.ts';
import { readSkips } from './checkov-skip.ts';
import { readSuppressions, refusal, type Suppressed, type Suppression } from './suppression.ts';

/** What a suppression may be about: a place, and the asset that the finding there is of. */
export interface Suppressible {
  readonly location: Location;
  readonly asset?: Asset | undefined;
  /** What its tool says of it itself. */
  readonly own?: Pick<Suppression, 'reason' | 'until'> | undefined;
}

/** Which findings the text of the head suppresses, and why others do not count. */
export interface Suppressor {
  covers(policy: Suppressed, finding: Suppressible): boolean;
  problems(): readonly Problem[];
  /** Those that cannot be read: they hide nothing. */
  malformed(): readonly Problem[];
  /** The last days of those that covered something. */
  ends(): readonly string[];
}

/** A suppression that the policy refuses hides nothing; the finding stays and a problem says why, once. */
export function suppressorFor(files: ReadonlyMap<string, SourceFile>, now: string): Suppressor {
  const read = [...files].map(([path, file]) => ({ path, byLine: readSuppressions(file), byAsset: readSkips(file) }));
  const byFile = new Map(read.map((one) => [one.path, one]));
  const refused = new Map<string, Problem>();
  const ends = new Set<string>();
  const covers = (policy: Suppressed, { location, asset, own }: Suppressible): boolean => {
    const near = (byFile.get(location.file)?.byLine ?? []).filter((one) => isOn(one, location.start.line));
    const inside = asset ? skipsWithin(asset, byFile.get(asset.extent.file)?.byAsset ?? []) : [];
    const asked = [...near, ...inside, ...asOne(own, policy, location)].filter((one) => isAbout(one, policy));
    const accepted = asked.find((one) => refusal(policy, one, now) === null);
    if (accepted?.until !== undefined) ends.add(accepted.until);
    if (accepted) return true;
    for (const one of asked) {
      const place = one.within === 'asset' ? (asset?.extent ?? location) : location;
      refused.set(`${place.file}:${one.line}:${policy.id}`, {
        code: 'suppression-refused',
        message: refusal(policy, one, now) ?? '',
        location: lineOf(place, one.line),
      });
    }
    return false;
  };
  const unreadable = read.flatMap(({ byLine, byAsset }) => [...byLine, ...byAsset]).flatMap(({ problem }) => problem ?? []);
  return { covers, problems: () => [...refused.values()], malformed: () => unreadable, ends: () => [...ends] };
}

/** A suppression of the tool's own stands where its result does. */
function asOne(own: Suppressible['own'], { id }: Suppressed, { start }: Location): readonly Suppression[] {
  return own ? [{ policies: [id], line: start.line, ...own }] : [];
}

/** It stands on the finding's line, or alone on the line above. */
const isOn = ({ line }: Suppression, at: number): boolean => line === at || line === at - 1;

/** By its own id, or by what another tool calls it. */
const isAbout = ({ policies }: Suppression, { id, aliases = [] }: Suppressed): boolean =>
  policies.includes(id) || aliases.some((alias) => policies.includes(alias));

/** The comments inside of an asset's declaration; they come in the order of their lines. */
export function skipsWithin({ extent: { start, end } }: Asset, skips: readonly Suppression[]): readonly Suppression[] {
  let [low, high] = [0, skips.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((skips[middle]?.line ?? 0) < start.line) low = middle + 1;
    else high = middle;
  }
  let until = low;
  while (until < skips.length && (skips[until]?.line ?? 0) <= end.line) until++;
  return skips.slice(low, until);
}

function lineOf({ file, start }: Location, line: number): Location {
  const place = line === start.line ? start : { line, column: 1, offset: Math.max(0, start.offset - start.column) };
  return { file, start: place, end: place };
}

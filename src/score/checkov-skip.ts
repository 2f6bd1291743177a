import { readSkips } from '../core/decide/checkov-skip.ts';
import { skipsWithin } from '../core/decide/suppress.ts';
import { claimsOn } from '../core/extract/claim-files.ts';
import { assembleUnits } from '../core/extract/assemble-units.ts';
import { EXTRACTORS } from '../core/extract/registry.ts';
import { readOne } from '../core/extract/read-one.ts';
import type { ParseWith } from '../core/plug-ins.ts';
import { DEFAULT_SETTINGS } from '../core/settings/default-settings.ts';
import type { Asset } from '../model/asset.ts';
import type { SourceFile } from '../model/source.ts';
import { CHECKOV_COMMIT, CHECKOV_REPOSITORY } from './checkov-graph.ts';
import { rowsIn } from './read-documents.ts';
import type { ScoreContext } from './score-context.ts';
import type { ScoreRow } from './score-row.ts';
import { newTally, rowOf, tally } from './tally.ts';

interface SkipCase {
  readonly path: string;
  readonly skipped: readonly (readonly [check: string, resource: string, reason: string])[];
  readonly failed: readonly (readonly [check: string, resource: string])[];
}

const NAME = 'checkov-skip';
const NO_REASON = 'No comment provided';

/** Of all that Checkov finds in files with its comments: what those suppress, and why. */
export async function scoreCheckovSkip(context: ScoreContext): Promise<readonly ScoreRow[]> {
  const cases = rowsIn<SkipCase>(`${context.cases}/${NAME}/cases.jsonl`);
  const git = context.git(CHECKOV_REPOSITORY);
  if (git === undefined || !context.parser)
    return [{ case: NAME, measure: 'suppressed', value: `absent: ${CHECKOV_REPOSITORY} is not on this machine` }];
  const parse = await context.parser();
  const [suppressed, reasons] = [newTally(), newTally()];
  for (const one of cases) {
    const text = await context.show(git, CHECKOV_COMMIT, one.path);
    if (text !== undefined) tellCase(one, { path: one.path, text, size: text.length }, { suppressed, reasons, parse });
  }
  return [
    rowOf(NAME, 'findings that comments suppress', suppressed),
    rowOf(NAME, 'findings that comments suppress, with the reason', reasons),
  ];
}

interface Telling {
  readonly suppressed: ReturnType<typeof newTally>;
  readonly reasons: ReturnType<typeof newTally>;
  readonly parse: ParseWith;
}

function tellCase({ skipped, failed }: SkipCase, file: SourceFile, { suppressed, reasons, parse }: Telling): void {
  const [assets, skips] = [assetsOf(file, parse), readSkips(file)];
  const found = [...skipped, ...failed].flatMap(([check, resource]) => {
    const asset = assets.find((one) => addressesOf(one).includes(resource.replaceAll(/\[[^\]]*\]/g, '')));
    const own = asset && skipsWithin(asset, skips).find(({ policies }) => policies.includes(check));
    return own ? [{ key: `${file.path} ${check} ${resource}`, reason: own.reason ?? NO_REASON }] : [];
  });
  const key = ([check, resource]: SkipCase['skipped'][number]): string => `${file.path} ${check} ${resource}`;
  tally(
    suppressed,
    skipped.map(key),
    found.map((one) => one.key),
  );
  tally(
    reasons,
    skipped.map((one) => `${key(one)} ${one[2].trim() === '' ? NO_REASON : one[2].trim()}`),
    found.map((one) => `${one.key} ${one.reason}`),
  );
}

/** Checkov calls a resource of a template by its type, too. */
const addressesOf = ({ name, facts }: Asset): readonly string[] => {
  const type = facts['resource_type']?.value;
  return typeof type === 'string' ? [name, `${type}.${name}`] : [name];
};

function assetsOf(file: SourceFile, parse: ParseWith): readonly Asset[] {
  const tree = { paths: [file.path], has: (path: string) => path === file.path, digest: () => undefined, nearest: () => undefined };
  const claims = claimsOn(file.path, tree, DEFAULT_SETTINGS, EXTRACTORS);
  const { extractor, part } = readOne({ file, claims }, EXTRACTORS, parse);
  const claim = claims.find((one) => one.extractor === extractor);
  return claim && part !== null ? assembleUnits([{ path: file.path, claim, part }], EXTRACTORS, DEFAULT_SETTINGS).assets : [];
}

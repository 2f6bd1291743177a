import { fingerprintOf } from '../core/evaluate/fingerprint.ts';
import type { PlacedStatement } from '../core/evaluate/place-findings.ts';
import { looseningsOf, type Loosening } from '../core/library/floors.ts';
import type { Checkout } from '../core/ports.ts';
import { FLOOR_LOOSENED } from '../core/rules/own-policies.ts';
import { isWritten, parseSettings, placeOfSetting, SETTINGS_PATH } from '../core/settings/parse-settings.ts';
import type { ReadableTree } from '../model/change-set.ts';
import type { Settings } from '../model/settings.ts';
import type { SourceFile } from '../model/source.ts';

/** What the head's settings loosen of the organisation's, each where it is written. What the base loosened before is not new. */
export async function judgeFloor({ base, head }: Checkout, floor: Settings | undefined): Promise<readonly PlacedStatement[]> {
  if (!floor) return [];
  const [before, after] = [base ? await attempts(base, floor) : [], await attempts(head, floor)];
  const known = new Set(before.map(keyOf));
  return after.map((one) => toStatement(one, known.has(keyOf(one))));
}

interface Attempt extends Loosening {
  readonly file: SourceFile;
}

/** Only what is written attempts anything: what is left out is as the organisation has it. */
async function attempts(tree: ReadableTree, floor: Settings): Promise<readonly Attempt[]> {
  if (!tree.has(SETTINGS_PATH)) return [];
  const [file] = await tree.read([SETTINGS_PATH]);
  if (!file || 'unreadable' in file) return [];
  const found = looseningsOf(parseSettings(file).settings, floor);
  return found.filter(({ path }) => isWritten(file, path)).map((one) => ({ ...one, file }));
}

const keyOf = ({ path, message }: Loosening): string => `${path.join('.')} ${message}`;

function toStatement(one: Attempt, isOld: boolean): PlacedStatement {
  const { path, message, file } = one;
  const location = placeOfSetting(file, path, path.length === 1 ? 'key' : 'value');
  const policy = FLOOR_LOOSENED;
  const fingerprint = fingerprintOf({ policy: policy.id, asset: SETTINGS_PATH, field: null, key: keyOf(one) });
  const statement = { policy: policy.id, rule: 'deny', message: `${message} This loosening does not count.`, file: SETTINGS_PATH } as const;
  return { statement, policy, location, fingerprint, disposition: isOld ? 'existing' : 'new', known: [], asset: undefined };
}

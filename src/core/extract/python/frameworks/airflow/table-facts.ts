import type { Facts } from '../../../../../model/asset.ts';
import { factIn, locationOf, toJson } from '../../flows/facts.ts';
import { entryAt } from '../../flows/templates.ts';
import type { Run } from '../../run.ts';
import type { Value } from '../../values.ts';

const DAY_MS = 86_400_000;

/** What an operator says of the table that it makes: labels, a text about it, how long its partitions are kept. */
export function tableFacts(settings: ReadonlyMap<string, Value>, run: Run): Facts {
  return {
    ...factIn('tags', settings.get('labels'), run),
    ...factIn('description', entryAt('table_resource.description', settings) ?? settings.get('description'), run),
    ...retention(entryAt('time_partitioning.expirationMs', settings) ?? entryAt('time_partitioning.expiration_ms', settings), run),
  };
}

function retention(value: Value | undefined, run: Run): Facts {
  if (!value) return {};
  const { json, unknown } = toJson(value, run);
  const location = locationOf(value, run);
  const days = Math.round(Number(json) / DAY_MS);
  if (Number.isFinite(days) && json !== undefined) return { retention: { value: { days }, location } };
  return { retention: { unknown: unknown ?? run.sourceOf(value.at), location } };
}

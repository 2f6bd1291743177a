import type { Facts } from '../../../../../model/asset.ts';
import { factIn, locationOf, tagsIn } from '../../flows/facts.ts';
import { addPerformer } from '../../flows/performer.ts';
import { brief } from '../../flows/record.ts';
import type { Run } from '../../run.ts';
import { argument, unknown, type Arguments, type Value } from '../../values.ts';
import { sourcesNamed } from './datasets.ts';
import { givenName, isDataset, type Dag, type DagThing, type Given } from './model.ts';

/** `DAG(…)` and what `@dag` makes: a job. `fallback` is the id where the call gives none. */
export function makeDag(given: Arguments, fallback: Given, run: Run): DagThing {
  const id = givenName(argument(given, 'dag_id', 0), fallback);
  const defaults = defaultsOf(argument(given, 'default_args'), run);
  const facts = dagFacts(given, defaults, id, run);
  const performer = addPerformer({ kind: 'job', platform: 'airflow', name: () => id.name, at: id.at, extent: given.at, facts }, run);
  const schedule = scheduleOf(given);
  if (startsBy(schedule)) performer.reads.push(...sourcesNamed(schedule));
  const dag: Dag = { id: id.name, performer, taken: new Set(), groups: new Set(), defaults };
  return { is: 'thing', kind: 'dag', dag, at: given.at };
}

/** What tasks of the DAG are given by default. Of arguments that cannot be told whole, the owner may be one. */
function defaultsOf(value: Value | undefined, run: Run): ReadonlyMap<string, Value> {
  const defaults = new Map(entriesOf(value));
  const open = value?.is === 'dict' ? value.open : value && value.is !== 'plain' ? run.sourceOf(value.at) : undefined;
  if (value && open !== undefined && !defaults.has('owner')) defaults.set('owner', unknown(brief(open), value.at));
  return defaults;
}

/** An argument by its name; where more is given than can be told, it may be among that. */
export function stated({ keywords, open, at }: Arguments, ...names: readonly string[]): Value | undefined {
  const value = names.map((name) => keywords.get(name)).find((one) => one !== undefined);
  return value ?? (open === undefined ? undefined : unknown(open, at));
}

export function entriesOf(value: Value | undefined): ReadonlyMap<string, Value> {
  if (value?.is !== 'dict') return new Map();
  return new Map([...value.entries].map(([key, entry]) => [key, entry.value]));
}

const scheduleOf = (given: Arguments): Value | undefined => stated(given, 'schedule', 'schedule_interval', 'timetable');

function dagFacts(given: Arguments, defaults: ReadonlyMap<string, Value>, id: Given, run: Run): Facts {
  return {
    ...(id.unknown === undefined ? {} : { dag_id: { unknown: id.unknown, location: run.lines.location(id.at.start, id.at.end) } }),
    ...factIn('owner', defaults.get('owner'), run),
    ...tagsIn(stated(given, 'tags'), run),
    ...scheduleFact(scheduleOf(given), run),
    ...factIn('catchup', given.keywords.get('catchup'), run),
    ...factIn('description', argument(given, 'description', 1), run),
    ...factIn('params', given.keywords.get('params'), run),
  };
}

/** Datasets start the DAG whenever something fills them. */
const startsBy = (value: Value | undefined): boolean => isDataset(value) || (value?.is === 'list' && value.items.some(isDataset));

/** A cron line, a preset, a stretch of time as it is written, or the datasets that start it. */
function scheduleFact(value: Value | undefined, run: Run): Facts {
  if (!value) return {};
  const text = value.is === 'unknown' ? value.text : '';
  if (/^(?:\w+\.)*(?:timedelta|relativedelta|\w+Timetable)\(/.test(text))
    return { schedule: { value: text, location: locationOf(value, run) } };
  const sources = sourcesNamed(value);
  if (!startsBy(value)) return factIn('schedule', value, run);
  return { schedule: { value: sources.map(({ name }) => name), location: locationOf(value, run) } };
}

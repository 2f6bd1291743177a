import type { Facts } from '../../../../model/asset.ts';
import { factIn, tagsIn } from '../flows/facts.ts';
import type { Performer } from '../flows/collector.ts';
import { addPerformer } from '../flows/performer.ts';
import { onBehalf } from '../flows/record.ts';
import type { Decorator, Framework, Run } from '../run.ts';
import { placeOf, textAt } from '../texts.ts';
import { allOf, sourcesOf, type Arguments, type Func, type Text, type Thing, type Value } from '../values.ts';

/** Prefect: flows and the tasks that they call. */
export const prefect: Framework = { id: 'prefect', words: /\bprefect\b/, decorate, call, method, finish };

interface FlowThing extends Thing {
  readonly kind: 'prefect-flow' | 'prefect-task';
  readonly func: Func;
  readonly name: Text;
  readonly given: Arguments;
}

/** What a task hands on. */
interface ResultThing extends Thing {
  readonly kind: 'prefect-result';
  readonly task: string;
}

const isMade = (value: Value): value is FlowThing =>
  value.is === 'thing' && (value.kind === 'prefect-flow' || value.kind === 'prefect-task');
const isResult = (value: Value): value is ResultThing => value.is === 'thing' && value.kind === 'prefect-result';

interface State {
  readonly flows: { readonly performer: Performer; readonly taken: Set<string> }[];
  readonly made: FlowThing[];
  readonly performers: Map<Func, Performer>;
  readonly followed: Set<Func>;
}

const states = new WeakMap<Run, State>();

function stateOf(run: Run): State {
  const known = states.get(run) ?? { flows: [], made: [], performers: new Map(), followed: new Set() };
  states.set(run, known);
  return known;
}

function decorate(func: Func, { callee, given }: Decorator, run: Run): Value | undefined {
  const what = callee.is === 'symbol' ? /^prefect\b.*\.(flow|task|materialize)$/.exec(callee.path)?.[1] : undefined;
  if (what === undefined) return undefined;
  const settings = given ?? { positional: [], keywords: new Map<string, Value>(), at: func.at };
  const stated = settings.keywords.get('name');
  const name = stated?.is === 'text' ? stated : textAt(func.name, func.at, true);
  const made: FlowThing = {
    is: 'thing',
    kind: what === 'flow' ? 'prefect-flow' : 'prefect-task',
    func,
    name,
    given: settings,
    at: func.at,
  };
  if (what === 'flow') {
    run.called.add(func.node);
    stateOf(run).made.push(made);
    flowPerformer(made, run);
  }
  return made;
}

function flowPerformer({ func, name, given }: FlowThing, run: Run): Performer {
  const { performers } = stateOf(run);
  const known = performers.get(func);
  if (known) return known;
  const facts: Facts = {
    ...factIn('description', given.keywords.get('description'), run),
    ...tagsIn(given.keywords.get('tags'), run),
    ...factIn('schedule', given.keywords.get('cron'), run),
  };
  const extent = { start: func.node.start, end: func.node.end };
  const performer = addPerformer({ kind: 'job', platform: 'prefect', name: () => name.value, at: placeOf(name), extent, facts }, run);
  performers.set(func, performer);
  return performer;
}

/** Flows that nothing in the file calls are started from outside. */
function finish(run: Run): void {
  const { made, followed } = stateOf(run);
  for (const flow of made)
    if (!followed.has(flow.func)) callFlow(flow, { positional: [], keywords: new Map(), open: 'its parameters', at: flow.at }, run);
}

function call(callee: Value, given: Arguments, run: Run): Value | undefined {
  if (!isMade(callee)) return undefined;
  return callee.kind === 'prefect-flow' ? callFlow(callee, given, run) : callTask(callee, given, run);
}

function callFlow(flow: FlowThing, given: Arguments, run: Run): Value {
  const { flows, followed } = stateOf(run);
  const performer = flowPerformer(flow, run);
  if (followed.has(flow.func)) return { is: 'plain', value: null, at: given.at };
  followed.add(flow.func);
  flows.push({ performer, taken: new Set() });
  const value = onBehalf(performer, run, () => run.invoke(flow.func, given));
  flows.pop();
  return value;
}

function callTask({ func, name, given }: FlowThing, called: Arguments, run: Run): Value {
  const flow = stateOf(run).flows.at(-1);
  let id = name.value;
  for (let count = 1; flow?.taken.has(id); count++) id = `${name.value}-${count}`;
  flow?.taken.add(id);
  const before = [...allOf(called), ...waitsFor(called)].filter(isResult).map(({ task }) => task);
  const location = run.lines.location(called.at.start, called.at.end);
  const facts: Facts = {
    ...tagsIn(given.keywords.get('tags'), run),
    ...factIn('description', given.keywords.get('description'), run),
    ...(before.length > 0 ? { depends_on: { value: [...new Set(before)], location } } : {}),
  };
  const nameOf = (): string => `${flow?.performer.name() ?? '?'}.${id}`;
  const performer = addPerformer({ kind: 'task', platform: 'prefect', name: nameOf, at: placeOf(name), extent: called.at, facts }, run);
  const value = onBehalf(performer, run, () => run.invoke(func, called));
  const from = sourcesOf([value]);
  return {
    is: 'thing',
    kind: 'prefect-result',
    task: id,
    at: called.at,
    ...(from.length > 0 ? { from } : {}),
  } satisfies ResultThing as Value;
}

function waitsFor({ keywords }: Arguments): readonly Value[] {
  const waits = keywords.get('wait_for');
  return waits?.is === 'list' ? waits.items : [];
}

function method(receiver: Value, name: string, given: Arguments, run: Run): Value | undefined {
  if (isResult(receiver)) return name === 'result' || name === 'wait' ? receiver : undefined;
  if (!isMade(receiver)) return undefined;
  if (name === 'with_options')
    return {
      ...receiver,
      given: { ...receiver.given, keywords: new Map([...receiver.given.keywords, ...given.keywords]) },
    } satisfies FlowThing as Value;
  if (name === 'serve' || name === 'deploy')
    Object.assign(
      flowPerformer(receiver, run).facts,
      factIn('schedule', given.keywords.get('cron') ?? given.keywords.get('interval'), run),
      tagsIn(given.keywords.get('tags'), run),
    );
  if (receiver.kind !== 'prefect-task' || !/^(?:submit|map|delay|fn)$/.test(name)) return undefined;
  return callTask(receiver, name === 'map' ? { ...given, open: 'one turn of many' } : given, run);
}

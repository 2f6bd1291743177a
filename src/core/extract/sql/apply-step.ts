import type { Fact, Field } from '../../../model/asset.ts';
import type { Dialect } from '../../sql/dialect.ts';
import { mergeFacts, withoutFacts } from './facts.ts';
import type { Declared, Grant, Step } from './part.ts';
import type { State } from './state.ts';

export interface Applied {
  readonly declared: Declared;
  readonly path: string;
  readonly dialect: Dialect;
  /** Under which it is known: another file may name it with more parts. */
  readonly id: string;
}

/** The state of a thing behind one step. What was never declared is known in part, from the statements that speak of it. */
export function applyStep(before: State | undefined, step: Step, applied: Applied): State | undefined {
  if (step.do === 'declare') return declare(before, step, applied);
  if (step.do === 'drop') return before ? { ...before, dropped: true } : undefined;
  if (step.do === 'mask-tag' && step.scope !== undefined) return before;
  if (step.do === 'undrop') return before && { ...before, dropped: false };
  if (step.do === 'truncate' || step.do === 'swap') return before;
  return speak(touched(before && !before.dropped ? before : spokenOf(applied), applied), step, applied);
}

/** A step that says something of a thing that is there. */
function speak(state: State, step: Step, applied: Applied): State {
  switch (step.do) {
    case 'add-field':
      state.fields.set(step.field.name, step.field);
      return state;
    case 'drop-field':
      state.fields.delete(step.name);
      return state;
    case 'rename-field':
      return renameField(state, step.name, step.to);
    case 'change-field':
      return changeField(state, step, applied);
    case 'set':
      return { ...state, facts: mergeFacts(withoutFacts(state.facts, step.unset), step.facts) };
    case 'grant':
      grant(state.grants, step.grants);
      return state;
    case 'revoke':
      revoke(state.grants, step.grants);
      return state;
    default:
      return state;
  }
}

function renameField(state: State, name: string, to: string): State {
  const field = state.fields.get(name);
  state.fields.delete(name);
  if (field) state.fields.set(to, { ...field, name: to });
  return state;
}

type DeclareStep = Extract<Step, { do: 'declare' }>;

/** `CREATE OR REPLACE` starts anew; a second plain CREATE (`IF NOT EXISTS`, another branch of a script) adds what the first did not say. */
function declare(before: State | undefined, step: DeclareStep, applied: Applied): State {
  const fresh = { ...spokenOf(applied), fields: byName(step.fields), facts: step.facts, partial: step.partial, declared: true };
  if (!before || before.dropped || step.replace) return { ...fresh, files: filesOf(before, applied.path) };
  if (!before.declared) return spokenBefore(before, fresh, applied);
  for (const field of step.fields) if (!before.fields.has(field.name)) before.fields.set(field.name, field);
  return { ...before, files: filesOf(before, applied.path), facts: mergeFacts(step.facts, before.facts) };
}

const byName = (fields: readonly Field[]): Map<string, Field> => new Map(fields.map((field) => [field.name, field]));

/** What earlier files said of it (a mask, a tag) holds for the fields that it now declares. */
function spokenBefore(before: State, fresh: State, { path }: Applied): State {
  for (const [name, field] of fresh.fields) {
    const said = before.fields.get(name);
    if (said) fresh.fields.set(name, { ...field, facts: mergeFacts(said.facts, field.facts) });
  }
  return { ...fresh, files: filesOf(before, path), grants: before.grants, facts: mergeFacts(before.facts, fresh.facts) };
}

function filesOf(before: State | undefined, path: string): readonly string[] {
  const files = before?.files ?? [];
  return files.includes(path) ? files : [...files, path];
}

const touched = (state: State, { path }: Applied): State => ({ ...state, files: filesOf(state, path) });

function spokenOf({ declared, path, dialect, id }: Applied): State {
  const { kind, name, extent } = declared;
  const platform = dialect === 'ansi' ? 'sql' : dialect;
  return {
    id,
    kind,
    name: name.shown,
    platform,
    files: [path],
    location: name.location,
    extent,
    facts: {},
    fields: new Map(),
    grants: new Map(),
    partial: true,
    dropped: false,
    declared: false,
  };
}

type ChangeStep = Extract<Step, { do: 'change-field' }>;

function changeField(state: State, step: ChangeStep, applied: Applied): State {
  const old = state.fields.get(step.name);
  const exposed = exposure(state, old, step, applied.declared);
  const facts = mergeFacts(withoutFacts(old?.facts ?? {}, step.unset), step.facts);
  const field: Field = {
    ...(old ?? { name: step.name, location: step.location, extent: step.location }),
    ...(step.type === undefined ? {} : { type: step.type }),
    facts,
  };
  state.fields.set(step.name, field);
  return exposed ? { ...state, facts: { ...state.facts, created_in_clear_until: exposed } } : state;
}

/** A column declared without a mask that a later statement masks: it stood in clear until there. */
function exposure({ declared, facts }: State, old: Field | undefined, { facts: set }: ChangeStep, by: Declared): Fact | undefined {
  const masked = set['masking'];
  if (!masked || !declared || !old || old.facts['masking'] || facts['created_in_clear_until']) return undefined;
  return { value: by.said ?? `${masked.location.file}:${masked.location.start.line}`, location: by.extent };
}

function grant(grants: Map<string, Grant[]>, given: readonly Grant[]): void {
  for (const one of given) {
    const key = one.to.toLowerCase();
    const own = grants.get(key) ?? [];
    grants.set(key, own);
    if (!own.slice(-MOST_ALIKE).some((other) => isSame(one, other))) own.push(one);
  }
}

/** Only the latest grants are looked at for one that says the same: a list of thousands costs no more than its length. */
const MOST_ALIKE = 100;

const isSame = (one: Grant, other: Grant): boolean =>
  one.on === other.on && one.option === other.option && one.privileges.join() === other.privileges.join();

/** REVOKE takes away what it names; `ALL` takes all. A grant with nothing left is gone. */
function revoke(grants: Map<string, Grant[]>, revoked: readonly Grant[]): void {
  for (const { to, privileges } of revoked) {
    const key = to.toLowerCase();
    const own = grants.get(key);
    if (!own) continue;
    const taken = new Set(privileges.map((one) => one.toUpperCase()));
    const all = [...taken].some((one) => one.startsWith('ALL'));
    const left = all ? [] : own.flatMap((one) => remaining(one, taken));
    if (left.length > 0) grants.set(key, left);
    else grants.delete(key);
  }
}

function remaining(one: Grant, taken: ReadonlySet<string>): readonly Grant[] {
  const privileges = one.privileges.filter((privilege) => !taken.has(privilege.toUpperCase()));
  return privileges.length > 0 ? [{ ...one, privileges }] : [];
}

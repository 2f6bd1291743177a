import type { Fact, Facts, Field } from '../../../model/asset.ts';
import type { Json } from '../../../model/json.ts';
import type { Location } from '../../../model/source.ts';
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
  if (step.do === 'truncate') return before;
  const state = touched(before && !before.dropped ? before : spokenOf(applied), applied);
  switch (step.do) {
    case 'add-field':
      return { ...state, fields: [...state.fields.filter(({ name }) => name !== step.field.name), step.field] };
    case 'drop-field':
      return { ...state, fields: state.fields.filter(({ name }) => name !== step.name) };
    case 'rename-field':
      return { ...state, fields: state.fields.map((field) => (field.name === step.name ? { ...field, name: step.to } : field)) };
    case 'change-field':
      return changeField(state, step);
    case 'set':
      return { ...state, facts: mergeFacts(withoutFacts(state.facts, step.unset), step.facts) };
    case 'grant':
      return { ...state, facts: mergeFacts(state.facts, grantFacts(step.grants)) };
    case 'revoke':
      return { ...state, facts: revoke(state.facts, step.grants) };
    default:
      return state;
  }
}

type DeclareStep = Extract<Step, { do: 'declare' }>;

/** `CREATE OR REPLACE` starts anew; a second plain CREATE (`IF NOT EXISTS`, another branch of a script) adds what the first did not say. */
function declare(before: State | undefined, step: DeclareStep, applied: Applied): State {
  const fresh = { ...spokenOf(applied), fields: step.fields, facts: step.facts, partial: step.partial, declared: true };
  if (!before || before.dropped || step.replace) return { ...fresh, files: filesOf(before, applied.path) };
  if (!before.declared) return spokenBefore(before, fresh, applied);
  const known = new Set(before.fields.map(({ name }) => name));
  const added = step.fields.filter(({ name }) => !known.has(name));
  return {
    ...before,
    files: filesOf(before, applied.path),
    fields: [...before.fields, ...added],
    facts: mergeFacts(step.facts, before.facts),
  };
}

/** What earlier files said of it (a mask, a tag) holds for the fields that it now declares. */
function spokenBefore(before: State, fresh: State, { path }: Applied): State {
  const said = new Map(before.fields.map((field) => [field.name, field]));
  const fields = fresh.fields.map((field) => ({ ...field, facts: mergeFacts(said.get(field.name)?.facts ?? {}, field.facts) }));
  return { ...fresh, files: filesOf(before, path), fields, facts: mergeFacts(before.facts, fresh.facts) };
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
    fields: [],
    partial: true,
    dropped: false,
    declared: false,
  };
}

type ChangeStep = Extract<Step, { do: 'change-field' }>;

function changeField(state: State, step: ChangeStep): State {
  const old = state.fields.find(({ name }) => name === step.name);
  const exposed = exposure(state, old, step);
  const facts = mergeFacts(withoutFacts(old?.facts ?? {}, step.unset), step.facts);
  const field: Field = {
    ...(old ?? { name: step.name, location: step.location, extent: step.location }),
    ...(step.type === undefined ? {} : { type: step.type }),
    facts,
  };
  const fields = old ? state.fields.map((one) => (one === old ? field : one)) : [...state.fields, field];
  return { ...state, fields, facts: exposed ? { ...state.facts, created_in_clear_until: exposed } : state.facts };
}

/** A column declared without a mask that a later statement masks: it stood in clear until there. */
function exposure({ declared, facts }: State, old: Field | undefined, { facts: set }: ChangeStep): Fact | undefined {
  const masked = set['masking'];
  if (!masked || !declared || !old || old.facts['masking'] || facts['created_in_clear_until']) return undefined;
  return { value: `${masked.location.file}:${masked.location.start.line}`, location: masked.location };
}

function grantFacts(grants: readonly Grant[]): Facts {
  const [first] = grants;
  if (!first) return {};
  const value = grants.map(({ to, privileges, on, option }): Json => ({ to, privileges, on, ...(option ? { option } : {}) }));
  const parts: Readonly<Record<string, Location>> = Object.fromEntries(grants.map(({ location }, index) => [String(index), location]));
  return { grants: { value, location: first.location, parts } };
}

interface Granted {
  readonly to: string;
  readonly privileges: readonly string[];
}

/** REVOKE takes away what it names; `ALL` takes all. A grant with nothing left is gone. */
function revoke(facts: Facts, revoked: readonly Grant[]): Facts {
  const grants = facts['grants'];
  if (!grants || !Array.isArray(grants.value)) return facts;
  const left = (grants.value as unknown as readonly Granted[]).flatMap((grant, index) => {
    const taken = revoked
      .filter(({ to }) => to.toLowerCase() === grant.to.toLowerCase())
      .flatMap(({ privileges }) => privileges.map((one) => one.toUpperCase()));
    const rest = taken.some((one) => one.startsWith('ALL')) ? [] : grant.privileges.filter((one) => !taken.includes(one.toUpperCase()));
    return rest.length > 0 ? [{ grant: { ...grant, privileges: rest }, place: grants.parts?.[String(index)] }] : [];
  });
  const { grants: _, ...others } = facts;
  if (left.length === 0) return others;
  const parts = Object.fromEntries(left.flatMap(({ place }, index) => (place ? [[String(index), place]] : [])));
  return { ...others, grants: { ...grants, value: left.map(({ grant }) => grant as unknown as Json), parts } };
}

import type { Asset, AssetChange, Fact, Facts, Field } from '../../model/asset.ts';
import type { Statement } from '../../model/finding.ts';
import type { Location } from '../../model/source.ts';

/** The parts of a side that statements can be about. */
export interface Subjects {
  readonly assets: ReadonlyMap<string, Asset>;
  readonly changes: ReadonlyMap<string, readonly AssetChange[]>;
}

export function subjectsOf(assets: readonly Asset[], changes: readonly AssetChange[]): Subjects {
  return { assets: new Map(assets.map((asset) => [asset.id, asset])), changes: Map.groupBy(changes, (change) => change.asset) };
}

/**
 * Where a statement is about: the fact it names, else what the change did to the field, else the field, else the asset, else the
 * start of the file that it names. Undefined where it names nothing that is there.
 */
export function placeOf(statement: Statement, { assets, changes }: Subjects): Location | undefined {
  const asset = statement.asset === undefined ? undefined : assets.get(statement.asset);
  const field = fieldOf(asset, statement.field);
  const change = changedPlace(statement, changes);
  return factPlace(statement.fact, (field ?? asset)?.facts) ?? change ?? field?.location ?? asset?.location ?? startOf(statement.file);
}

export function fieldOf(asset: Asset | undefined, name: string | undefined): Field | undefined {
  return name === undefined ? undefined : asset?.fields.find((field) => field.name === name);
}

/** A field's finding stands at the field, also where the asset itself has a fact of that name. */
function factPlace(name: string | undefined, facts: Facts | undefined): Location | undefined {
  return name === undefined || facts === undefined ? undefined : locate(name, facts);
}

/** `region` is the fact itself, `tags.pii` one entry of it. */
function locate(name: string, facts: Facts): Location | undefined {
  const own = ownFact(facts, name);
  if (own) return own.location;
  const dot = name.indexOf('.');
  const fact = dot < 0 ? undefined : ownFact(facts, name.slice(0, dot));
  return fact && (fact.parts?.[name.slice(dot + 1)] ?? fact.location);
}

const ownFact = (facts: Facts, name: string): Fact | undefined => (Object.hasOwn(facts, name) ? facts[name] : undefined);

function changedPlace(statement: Statement, changes: Subjects['changes']): Location | undefined {
  const own = changes.get(statement.asset ?? '') ?? [];
  const ruled = differencePlace(statement, own);
  if (ruled) return ruled;
  const fields = own.flatMap((change) => change.fields).filter((field) => field.name === statement.field);
  const told = fields.findLast((field) => field.kind !== 'added') ?? fields[0];
  if (told) return told.location;
  return statement.field === undefined ? wholePlace(own, statement.fact) : undefined;
}

/** A part can differ in several ways: the policy's key is then the kind that it means. */
function differencePlace({ part, key }: Statement, changes: readonly AssetChange[]): Location | undefined {
  const own = part === undefined ? [] : changes.flatMap(({ differences }) => differences ?? []).filter(({ path }) => (path ?? '') === part);
  return (own.find(({ kind }) => key === kind || key?.startsWith(`${kind} `)) ?? own[0])?.location;
}

function wholePlace(changes: readonly AssetChange[], fact: string | undefined): Location | undefined {
  const told = changes.flatMap((change) => change.facts).find((one) => one.name === fact);
  return told?.location ?? changes.find((change) => change.kind === 'removed' || change.declared)?.location;
}

function startOf(file: string | undefined): Location | undefined {
  const start = { line: 1, column: 1, offset: 0 };
  return file === undefined ? undefined : { file, start, end: start };
}

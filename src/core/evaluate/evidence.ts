import type { Asset, Field } from '../../model/asset.ts';
import type { Evidence, Statement } from '../../model/finding.ts';
import type { Json } from '../../model/json.ts';

/** How we know what a finding says, one sentence a fact, each with its place where that is not the finding's own. */
export function evidenceFor(statement: Statement, asset: Asset | undefined, field: Field | undefined): readonly Evidence[] {
  return [...personalDataEvidence(asset, field), ...unknownEvidence(statement, asset, field)];
}

type JsonMap = { readonly [key: string]: Json };

function personalDataEvidence(asset: Asset | undefined, field: Field | undefined): readonly Evidence[] {
  const fact = field?.facts['personal_data'];
  const told = fact?.value as JsonMap | undefined;
  if (!asset || !field || !told) return [];
  const name = `${asset.name}.${field.name}`;
  const kind = String(told['kind']);
  const location = fact?.location ?? field.location;
  return [{ text: SENTENCES[String(told['evidence'])]?.(name, kind, told) ?? `${name} holds ${kind}`, location }];
}

const SENTENCES: Readonly<Record<string, (name: string, kind: string, told: JsonMap) => string>> = {
  tag: (name, kind, told) => `${name} is tagged ${String(told['tag'] ?? kind)}`,
  name: (name, kind) => `${name} is named as ${kind} are`,
  type: (name, kind) => `${name} has the type of ${kind}`,
  contract: (name, kind) => `its contract says that ${name} holds ${kind}`,
};

function unknownEvidence(statement: Statement, asset: Asset | undefined, field: Field | undefined): readonly Evidence[] {
  if (statement.rule !== 'undecided' || statement.fact === undefined) return [];
  const name = statement.fact.split('.', 1)[0] ?? '';
  const fact = field?.facts[name] ?? asset?.facts[name];
  if (fact?.unknown === undefined) return [];
  return [{ text: `${name} is set by \`${fact.unknown}\`, which this repository does not define`, location: fact.location }];
}

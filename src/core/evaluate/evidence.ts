import type { Asset, Field } from '../../model/asset.ts';
import type { Evidence, Statement } from '../../model/finding.ts';
import type { Json } from '../../model/json.ts';
import type { Location } from '../../model/source.ts';

/** How we know what a finding says, one sentence a fact, each with its place where that is not the finding's own line. */
export function evidenceFor(
  statement: Statement,
  asset: Asset | undefined,
  field: Field | undefined,
  place: Location,
): readonly Evidence[] {
  const evidence = [...personalDataEvidence(asset, field), ...unknownEvidence(statement, asset, field)];
  return evidence.map(({ text, location }) => (location && !onLineOf(location, place) ? { text, location } : { text }));
}

const onLineOf = (one: Location, other: Location): boolean => one.file === other.file && one.start.line === other.start.line;

type JsonMap = { readonly [key: string]: Json };

function personalDataEvidence(asset: Asset | undefined, field: Field | undefined): readonly Evidence[] {
  const fact = field?.facts['personal_data'];
  const told = fact?.value as JsonMap | undefined;
  if (!asset || !field || !told) return [];
  const location = fact?.location ?? field.location;
  const sentence = SENTENCES.get(String(told['evidence']));
  return sentence ? [{ text: sentence(`${asset.name}.${field.name}`, told), location }] : [];
}

const SENTENCES: ReadonlyMap<string, (name: string, told: JsonMap) => string> = new Map([
  ['tag', (name: string, told: JsonMap) => `${name} is tagged ${String(told['tag'] ?? told['kind'])}`],
  ['name', () => 'recognised by its name'],
  ['type', () => 'recognised by its type'],
  ['lineage', (_: string, told: JsonMap) => sourceSentence(String(told['from']), told)],
  ['contract', (name: string) => `its contract says so of ${name}`],
]);

function unknownEvidence(statement: Statement, asset: Asset | undefined, field: Field | undefined): readonly Evidence[] {
  if (statement.rule !== 'undecided' || statement.fact === undefined) return [];
  const name = statement.fact.split('.', 1)[0] ?? '';
  const fact = field?.facts[name] ?? asset?.facts[name];
  if (fact?.unknown === undefined) return [];
  return [{ text: `${name} is set by \`${fact.unknown}\`, which this repository does not define`, location: fact.location }];
}

/** What the field holds came from another one, and that one says what it is. */
function sourceSentence(source: string, told: JsonMap): string {
  if (told['origin'] === 'tag') return `its source ${source} is tagged ${String(told['tag'] ?? told['kind'])}`;
  return `its source ${source} holds ${String(told['kind'])}`;
}

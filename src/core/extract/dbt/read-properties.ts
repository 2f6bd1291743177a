import type { AssetKind, Fact, Facts, Field } from '../../../model/asset.ts';
import type { Location } from '../../../model/source.ts';
import { at, entriesOf, entry, itemsOf, textAt, toJson, type DocumentNode } from '../../text/document-tree.ts';
import { configFacts, factOf, layFacts } from './config-facts.ts';
import type { Entry } from './part.ts';

const SECTIONS: readonly (readonly [string, AssetKind])[] = [
  ['models', 'model'],
  ['seeds', 'seed'],
  ['snapshots', 'snapshot'],
  ['exposures', 'exposure'],
  ['groups', 'group'],
];

/** Whether a document has the shape of a properties file at all. */
export function isProperties(document: DocumentNode): boolean {
  const keys = entriesOf(document).map(({ key }) => key);
  return keys.some((key) => key === 'sources' || key === 'version' || SECTIONS.some(([section]) => section === key));
}

/** Everything that a properties file says, entry by entry. */
export function readProperties(document: DocumentNode): readonly Entry[] {
  const plain = SECTIONS.flatMap(([section, kind]) => itemsOf(at(document, section)).flatMap((node) => readEntry(node, kind, '') ?? []));
  return [...plain, ...itemsOf(at(document, 'sources')).flatMap(readSource)];
}

function readSource(source: DocumentNode): readonly Entry[] {
  const name = textAt(source, 'name');
  if (name === undefined) return [];
  const own = configFacts(source);
  return itemsOf(at(source, 'tables')).flatMap((table) => {
    const read = readEntry(table, 'source', `${name}.`);
    return read ? [{ ...read, facts: layFacts(own, read.facts) }] : [];
  });
}

function readEntry(node: DocumentNode, kind: AssetKind, prefix: string): Entry | null {
  const name = entry(node, 'name')?.value;
  const text = textAt(name);
  if (!name || text === undefined) return null;
  const facts = {
    ...configFacts(node),
    ...(kind === 'exposure' ? exposureFacts(node) : {}),
    ...declaredHere(name.location),
    ...constraintFacts(node),
  };
  const fields = itemsOf(at(node, 'columns')).flatMap((column) => readField(column) ?? []);
  return { kind, name: prefix + text, location: name.location, extent: node.location, facts, fields: withKeys(node, fields) };
}

function declaredHere(location: Location): Facts {
  return { declared_in: { value: ['properties'], location, parts: { 0: location } } };
}

/** `depends_on: [ref('a'), source('s', 't')]`. */
function exposureFacts(node: DocumentNode): Facts {
  const depends = at(node, 'depends_on');
  const names = itemsOf(depends).flatMap((item) => {
    const [, name, second] = /^(?:ref|source)\(\s*['"]([^'"]+)['"](?:\s*,\s*['"]([^'"]+)['"])?/.exec(textAt(item) ?? '') ?? [];
    return name === undefined ? [] : [{ name: second === undefined ? name : `${name}.${second}`, location: item.location }];
  });
  if (!depends || names.length === 0) return {};
  const parts = Object.fromEntries(names.map(({ location }, index) => [String(index), location]));
  return { upstream: { value: names.map(({ name }) => name), location: depends.location, parts } };
}

function readField(node: DocumentNode): Field | null {
  const name = entry(node, 'name')?.value;
  const text = textAt(name);
  if (!name || text === undefined) return null;
  const { data_type: type, ...facts } = configFacts(node);
  const told = { ...facts, ...declaredHere(name.location), ...fieldConstraints(node), ...testFacts(node) };
  return {
    name: text,
    ...(typeof type?.value === 'string' ? { type: type.value } : {}),
    location: name.location,
    extent: node.location,
    facts: told,
  };
}

/** `constraints: [{type: not_null}, {type: primary_key}]` of a column. */
function fieldConstraints(node: DocumentNode): Facts {
  return Object.assign({}, ...itemsOf(at(node, 'constraints')).map((one) => constraintFact(textAt(one, 'type') ?? '', one))) as Facts;
}

function constraintFact(type: string, node: DocumentNode): Facts {
  const fact = (value: Fact['value']): Fact => ({ ...(value === undefined ? {} : { value }), location: node.location });
  if (type === 'not_null') return { nullable: fact(false) };
  if (type === 'primary_key') return { key: fact('primary') };
  if (type === 'unique') return { key: fact('unique') };
  return type === 'foreign_key' ? { key: fact('foreign') } : {};
}

/** Tests that dbt runs on data are no constraint of it, but they say what its readers rely on. */
function testFacts(node: DocumentNode): Facts {
  const tests = at(node, 'data_tests') ?? at(node, 'tests');
  const names = itemsOf(tests)
    .map((test) => textAt(test) ?? entriesOf(test)[0]?.key ?? '')
    .filter((name) => name !== '');
  return tests && names.length > 0 ? { tests: { value: names, location: tests.location } } : {};
}

function constraintFacts(node: DocumentNode): Facts {
  const constraints = at(node, 'constraints');
  return constraints ? { constraints: factOf(constraints, toJson(constraints)) } : {};
}

/** Constraints of the model name their columns. */
function withKeys(node: DocumentNode, fields: readonly Field[]): readonly Field[] {
  const told = itemsOf(at(node, 'constraints')).flatMap((one) =>
    itemsOf(at(one, 'columns')).map((column) => ({ name: textAt(column), facts: constraintFact(textAt(one, 'type') ?? '', one) })),
  );
  const byName = Map.groupBy(told, ({ name }) => name);
  return fields.map((field) => {
    const own = byName.get(field.name) ?? [];
    return { ...field, facts: own.reduce<Facts>((facts, more) => ({ ...more.facts, ...facts }), field.facts) };
  });
}

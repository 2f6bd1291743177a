import type { AssetKind } from '../../../model/asset.ts';
import { at, entriesOf, entry, itemsOf, textAt, type DocumentNode } from '../../text/document-tree.ts';
import { configFacts, layFacts } from './config-facts.ts';
import type { Entry, Reference } from './part.ts';
import { constraintFacts, declaredHere, readField, withKeys } from './read-fields.ts';
import { referenceIn, upstreamFact } from './read-references.ts';
import { readVersions } from './read-versions.ts';

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
  const plain = SECTIONS.flatMap(([section, kind]) => itemsOf(at(document, section)).flatMap((node) => readNode(node, kind)));
  return [...plain, ...itemsOf(at(document, 'sources')).flatMap(readSource)];
}

/** An entry; of a model with versions, one for each. */
function readNode(node: DocumentNode, kind: AssetKind): readonly Entry[] {
  const read = readEntry(node, kind, '');
  if (!read) return [];
  const versions = itemsOf(at(node, 'versions'));
  return versions.length === 0 ? [read] : readVersions(read, node, versions);
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
  const references = referencesIn(node, kind);
  const facts = {
    ...configFacts(node),
    ...upstreamFact(references, (at(node, 'depends_on') ?? at(node, 'relation'))?.location),
    ...declaredHere(name.location),
    ...constraintFacts(node),
  };
  const fields = itemsOf(at(node, 'columns')).flatMap((column) => readField(column) ?? []);
  return { kind, name: prefix + text, location: name.location, extent: node.location, facts, fields: withKeys(node, fields), references };
}

/** `depends_on: [ref('a'), source('s', 't')]` of an exposure, `relation: ref('a')` of a snapshot. */
function referencesIn(node: DocumentNode, kind: AssetKind): readonly Reference[] {
  const relation = at(node, 'relation');
  const items = kind === 'exposure' ? itemsOf(at(node, 'depends_on')) : kind === 'snapshot' && relation ? [relation] : [];
  return items.flatMap((item) => referenceIn(textAt(item) ?? '', item.location) ?? []);
}

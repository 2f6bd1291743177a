import type { SourceFile } from '../../../model/source.ts';
import { at, entriesOf, itemsOf, type DocumentNode, type Entry } from '../../text/document-tree.ts';
import { parseJson } from '../../text/json-tree.ts';
import type { Parsed } from './parsed.ts';
import { entryOf, list, map, scalar } from './trees.ts';
import { readXml } from './xml.ts';

/** CycloneDX in JSON as it is; in XML in the shape of the JSON form. Source: CycloneDX 1.3 to 1.6, both schemas. */
export function readCycloneDx(file: SourceFile): Parsed {
  if (/^\uFEFF?\s*\{/.test(file.text)) {
    const { root, problems } = parseJson(file);
    return { documents: root ? [root] : [], problems };
  }
  const { documents, problems } = readXml({ ...file, text: file.text.replace(/^\uFEFF/, '') });
  const [root] = documents;
  const bom = root && at(root, 'bom');
  return { documents: bom ? [shaped(bom, 'bom')] : [], problems };
}

/** Elements that hold a list of others. */
const LISTS: ReadonlySet<string> = new Set(
  'tools components hashes externalReferences licenses dependencies services properties authors vulnerabilities compositions'.split(' '),
);

function shaped(node: DocumentNode, name: string): DocumentNode {
  if (LISTS.has(name))
    return list(
      entriesOf(node).flatMap(({ value }) => (value.kind === 'list' ? itemsOf(value) : [value]).map((one) => shaped(one, ''))),
      node.location,
    );
  if (node.kind === 'list')
    return list(
      node.items.map((item) => shaped(item, name)),
      node.location,
    );
  if (node.kind === 'scalar')
    return name === 'version' && /^\d+$/.test(String(node.value)) ? scalar(Number(node.value), node.location) : node;
  return map(
    node.entries.flatMap((entry) => shapedEntry(entry, name)),
    node.location,
  );
}

/** Attributes lose their mark; what is empty is left out. */
function shapedEntry({ key, keyLocation, value }: Entry, owner: string): readonly Entry[] {
  if (key === '-xmlns' || key.startsWith('-xsi') || key === '-xsd') return [];
  const name = key === '#content' ? 'content' : key.replace(/^-/, '');
  const isEmpty = value.kind === 'scalar' && value.value === '';
  if (isEmpty) return [];
  const isNumber = owner === 'bom' && name === 'version';
  return [entryOf(name, keyLocation, shaped(value, isNumber || LISTS.has(name) ? name : ''))];
}

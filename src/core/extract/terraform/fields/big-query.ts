import type { Facts, Field } from '../../../../model/asset.ts';
import { at, entry, itemsOf, textAt, type DocumentNode, type Entry } from '../../../text/document-tree.ts';
import { factOf } from '../../../infrastructure/found.ts';
import { documentOf } from '../document-of.ts';
import type { Resource } from '../resource.ts';
import type { ToldFields } from './told-fields.ts';

/** The columns of a table's schema, which is a JSON document in the text or an encoded value. */
export function bigQueryFields(resource: Resource): ToldFields {
  const given = resource.block.attributes.find(({ name }) => name === 'schema');
  const document = given && documentOf(given.value, resource);
  const fields = document ? fieldsOf(document.kind === 'list' ? document : at(document, 'fields'), '', 0) : [];
  return fields.length > 0 ? { fields } : { fields, partial: true };
}

/** As deep as the platform lets records nest. */
const MAX_DEPTH = 15;

function fieldsOf(list: DocumentNode | undefined, prefix: string, depth: number): readonly Field[] {
  if (depth > MAX_DEPTH) return [];
  return itemsOf(list).flatMap((node) => {
    const name = entry(node, 'name');
    const text = textAt(node, 'name');
    if (!name || text === undefined) return [];
    const mode = entry(node, 'mode');
    const type = textAt(node, 'type');
    const field: Field = {
      name: `${prefix}${text}`,
      ...(type === undefined ? {} : { type: textAt(node, 'mode') === 'REPEATED' ? `ARRAY<${type}>` : type }),
      location: name.value.location,
      extent: node.location,
      facts: { ...modeFact(mode), ...copied(node, 'description', 'description'), ...maskFact(node) },
    };
    return [field, ...fieldsOf(at(node, 'fields'), `${prefix}${text}.`, depth + 1)];
  });
}

function modeFact(mode: Entry | undefined): Facts {
  if (!mode) return {};
  return { nullable: { value: textAt(mode.value) !== 'REQUIRED', location: mode.value.location } };
}

function copied(node: DocumentNode, key: string, name: string): Facts {
  const found = entry(node, key);
  return found ? { [name]: factOf({ node: found.value, location: found.value.location }) } : {};
}

/** A policy tag holds back the column from who may not read it. */
function maskFact(node: DocumentNode): Facts {
  const names = at(node, 'policyTags', 'names');
  const [first] = itemsOf(names);
  return first && names ? { masking: { value: textAt(first) ?? 'policy tag', location: names.location } } : {};
}

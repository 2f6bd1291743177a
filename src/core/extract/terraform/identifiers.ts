import { addressIn } from './address-in.ts';
import type { Expression } from './part.ts';
import { blocksOf, textAt, within, type Resource } from './resource.ts';
import { tell } from './tell.ts';

/** What an association is about: a resource of the folder, with the names behind the reference, or names alone. */
export interface Identifier {
  readonly address?: string;
  /** In lower case, without quotes: `db`, `schema`, `table`, `column`. */
  readonly names: readonly string[];
}

/** The objects that a tag association names, in its list or in its older blocks. */
export function identifiersOf(resource: Resource): readonly Identifier[] {
  const list = resource.block.attributes.find(({ name }) => name === 'object_identifiers')?.value;
  const items = list?.is === 'list' ? list.items : list ? [list] : [];
  const blocks = blocksOf(resource.block, 'object_identifier').map((block): Identifier => {
    const one = within(resource, block);
    const names = ['database', 'schema', 'name'].flatMap((path) => textAt(one, path) ?? []);
    return { names: names.flatMap((name) => namesIn(name)) };
  });
  return [...items.map((item) => identify(item, resource)), ...blocks];
}

function identify(expression: Expression, { file, scope }: Resource): Identifier {
  const parts = expression.is === 'template' ? expression.parts : [expression];
  const [first, ...rest] = parts;
  const address = first?.is === 'path' ? addressIn(first.steps) : undefined;
  const behind = rest.map((part) => tell({ expression: part, file }, scope).value);
  if (address !== undefined) return { address: `${scope.prefix}${address}`, names: namesIn(behind.map(String).join('')) };
  const told = tell({ expression, file }, scope);
  return {
    ...(told.refersTo === undefined ? {} : { address: told.refersTo }),
    names: typeof told.value === 'string' ? namesIn(told.value) : [],
  };
}

/** `"DB"."SCHEMA"."TABLE"`, also with bars between. */
export function namesIn(text: string): readonly string[] {
  return text
    .split(/[.|]/)
    .map((name) => name.replaceAll('"', '').trim().toLowerCase())
    .filter((name) => name !== '');
}

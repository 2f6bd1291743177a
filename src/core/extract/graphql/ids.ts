/** An asset's id: of a schema that has a folder of its own, with the folder. */
export const idOf = (unit: string, name: string): string => (unit === '' ? `graphql:${name}` : `graphql:${unit}:${name}`);

/** The schema as a whole: its root types and directives. */
export const SERVICE = 'schema';

const BUILT_IN: ReadonlySet<string> = new Set(['String', 'Int', 'Float', 'Boolean', 'ID']);
export const isBuiltIn = (type: string): boolean => BUILT_IN.has(type);

/** `[Contact!]!` is about `Contact`. */
export const namedType = (type: string): string => type.replaceAll(/[[\]!]/g, '');

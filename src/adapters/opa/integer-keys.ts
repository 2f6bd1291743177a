import type { Json } from '../../model/json.ts';

/** Where a policy asks an object of `data` by a number. */
export interface IntegerKey {
  /** 1-based. */
  readonly line: number;
  readonly message: string;
}

/**
 * `data.names[2]` asks an object for the text "2" in OPA, and for a number, which no object of `data` has, in its WebAssembly. As nobody
 * can tell which was meant, such a policy is refused. Lists may be asked by number.
 */
export function integerKeysIn(text: string, data: Json): readonly IntegerKey[] {
  return [...text.matchAll(/(?<![\w.])data((?:\.[A-Za-z_]\w*|\["[^"\n]*"\])*)\[(\d+)\]/g)].flatMap(
    ({ 0: reference, 1: path = '', 2: key, index }) => {
      const names = [...path.matchAll(/\.(\w+)|\["([^"\n]*)"\]/g)].map(([, name, quoted]) => name ?? quoted ?? '');
      if (!isObject(valueAt(data, names)) || isComment(text, index)) return [];
      const line = text.slice(0, index).split('\n').length;
      return [{ line, message: `\`${reference}\` asks an object by a number; write ["${key}"], which every engine reads alike` }];
    },
  );
}

const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function valueAt(data: Json, names: readonly string[]): Json | undefined {
  return names.reduce<Json | undefined>((value, name) => (isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined), data);
}

function isComment(text: string, at: number): boolean {
  return text.slice(text.lastIndexOf('\n', at) + 1, at).includes('#');
}

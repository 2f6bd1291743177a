import { sameValue, writeValue } from './value-text.ts';
import { isList, isObject, isSet, type Value } from './value.ts';

type Path = readonly Value[];

/** What cannot be patched has no value. */
class NoPatch extends Error {}

/** `json.patch`: RFC 6902 on objects, lists and sets; a path is a JSON pointer or a list of keys. */
export function jsonPatch(document: Value, patches: Value): Value | undefined {
  if (!isList(patches)) return undefined;
  try {
    return patches.reduce((before: Value, patch) => apply(before, patch), document);
  } catch (error) {
    if (error instanceof NoPatch) return undefined;
    throw error;
  }
}

function apply(document: Value, patch: Value): Value {
  const at = pathOf(field(patch, 'path'));
  const operation = field(patch, 'op');
  if (operation === 'add') return insert(document, at, field(patch, 'value'));
  if (operation === 'remove') return remove(document, at);
  if (operation === 'replace') return insert(remove(document, at), at, field(patch, 'value'));
  if (operation === 'test' && sameValue(read(document, at), field(patch, 'value'))) return document;
  if (operation !== 'move' && operation !== 'copy') throw new NoPatch();
  const from = pathOf(field(patch, 'from'));
  const value = read(document, from);
  return insert(operation === 'move' ? remove(document, from) : document, at, value);
}

function field(patch: Value, name: string): Value {
  const value = isObject(patch) ? patch.get(name) : undefined;
  if (value === undefined) throw new NoPatch();
  return value;
}

function pathOf(path: Value): Path {
  if (isList(path)) return path;
  if (typeof path !== 'string') throw new NoPatch();
  const parts = path === '' ? [] : path.replace(/^\/+/, '').split('/');
  return parts.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function read(document: Value, path: Path): Value {
  return path.reduce((value: Value, key) => {
    const child = childOf(value, key);
    if (child === undefined) throw new NoPatch();
    return child.value;
  }, document);
}

/** The child under a key, with the key as the value itself has it. */
function childOf(value: Value, key: Value): { readonly key: Value; readonly value: Value } | undefined {
  if (isList(value)) {
    const index = indexOf(key);
    const item = index === undefined ? undefined : value[index];
    return item === undefined || index === undefined ? undefined : { key: index, value: item };
  }
  const wanted = writeValue(key);
  if (isSet(value)) return [...value].filter((one) => writeValue(one) === wanted).map((one) => ({ key: one, value: one }))[0];
  if (!isObject(value)) return undefined;
  const direct = value.get(key);
  if (direct !== undefined) return { key, value: direct };
  return [...value].filter(([one]) => writeValue(one) === wanted).map(([one, item]) => ({ key: one, value: item }))[0];
}

function indexOf(key: Value): number | undefined {
  if (typeof key === 'number') return Number.isInteger(key) && key >= 0 ? key : undefined;
  return typeof key === 'string' && /^(?:0|[1-9]\d{0,9})$/.test(key) ? Number(key) : undefined;
}

/** Changes the parent of what a path names and rebuilds what is above it. */
function edit(document: Value, path: Path, change: (parent: Value, key: Value) => Value): Value {
  const [key, ...rest] = path;
  if (key === undefined) throw new NoPatch();
  if (rest.length === 0) return change(document, key);
  const child = childOf(document, key);
  if (!child) throw new NoPatch();
  return put(document, child, edit(child.value, rest, change));
}

function put(parent: Value, child: { readonly key: Value; readonly value: Value }, value: Value): Value {
  if (isList(parent)) return parent.with(Number(child.key), value);
  if (isObject(parent)) return new Map(parent).set(child.key, value);
  return isSet(parent) ? new Set([...parent].map((one) => (one === child.key ? value : one))) : parent;
}

function insert(document: Value, path: Path, value: Value): Value {
  if (path.length === 0) return value;
  return edit(document, path, (parent, key) => {
    if (isObject(parent)) return new Map(parent).set(childOf(parent, key)?.key ?? key, value);
    if (isSet(parent) && sameValue(key, value)) return new Set([...parent, value]);
    const index = isList(parent) ? (key === '-' ? parent.length : indexOf(key)) : undefined;
    if (!isList(parent) || index === undefined || index > parent.length) throw new NoPatch();
    return parent.toSpliced(index, 0, value);
  });
}

function remove(document: Value, path: Path): Value {
  if (path.length === 0) return null;
  return edit(document, path, (parent, key) => {
    const child = childOf(parent, key);
    if (!child) throw new NoPatch();
    if (isList(parent)) return parent.toSpliced(Number(child.key), 1);
    if (isObject(parent)) return new Map([...parent].filter(([one]) => one !== child.key));
    return new Set([...(parent as ReadonlySet<Value>)].filter((one) => one !== child.key));
  });
}

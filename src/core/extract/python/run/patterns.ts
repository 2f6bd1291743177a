import type { Node } from '../syntax/tree.ts';
import { partsOf } from '../syntax/tree.ts';
import { asked, bind, type Run } from '../run.ts';
import { sourcesOf, unknown, type List, type Value } from '../values.ts';
import { textAt } from '../texts.ts';

/** Binds what stands left of `=`, behind `for` or behind `as`: a name, several, an attribute, an entry. */
export function bindPattern(pattern: Node, value: Value, run: Run): void {
  if (pattern.type === 'identifier') return bind(run.sourceOf(pattern), value, run);
  if (pattern.type === 'attribute') return bindAttribute(pattern, value, run);
  if (pattern.type === 'subscript') return bindEntry(pattern, value, run);
  if (LISTS.has(pattern.type)) return bindEach(pattern, value, run);
  const [inner] = partsOf(pattern);
  if (inner && NESTS.has(pattern.type)) bindPattern(inner, value, run);
}

const LISTS: ReadonlySet<string> = new Set(['pattern_list', 'tuple_pattern', 'list_pattern', 'expression_list', 'tuple', 'list']);
const NESTS: ReadonlySet<string> = new Set(['as_pattern_target', 'list_splat_pattern', 'parenthesized_expression', 'list_splat']);

function bindEach(pattern: Node, value: Value, run: Run): void {
  const parts = partsOf(pattern);
  const star = parts.findIndex(({ type }) => type === 'list_splat_pattern' || type === 'list_splat');
  const known = value.is === 'list' && value.open === undefined && (star < 0 || value.items.length >= parts.length - 1);
  for (const [index, part] of parts.entries()) {
    const item = known ? itemFor(value, index, { star, behind: parts.length - 1 - star }) : undefined;
    bindPattern(part, item ?? unknown(run.sourceOf(part), part, sourcesOf([value])), run);
  }
}

/** What one of several names takes: behind a star the last items, under it those between. */
function itemFor(
  { items, at }: List,
  index: number,
  { star, behind }: { readonly star: number; readonly behind: number },
): Value | undefined {
  if (star < 0 || index < star) return items[index];
  if (index > star) return items[items.length - behind + (index - star - 1)];
  return { is: 'list', items: items.slice(star, items.length - behind), at };
}

function bindAttribute(pattern: Node, value: Value, run: Run): void {
  const [of, , name] = pattern.kids;
  if (!of || !name) return;
  const receiver = run.evaluate(of);
  const key = run.sourceOf(name);
  if (asked(run, (framework) => (framework.assign?.(receiver, key, value, run) ? true : undefined))) return;
  if (receiver.is === 'instance' || receiver.is === 'class') receiver.members.set(key, value);
}

function bindEntry(pattern: Node, value: Value, run: Run): void {
  const [of, key] = partsOf(pattern);
  if (!of || !key) return;
  const [receiver, index] = [run.evaluate(of), run.evaluate(key)];
  if (index.is === 'text' && asked(run, (framework) => (framework.assign?.(receiver, index.value, value, run) ? true : undefined))) return;
  if (receiver.is === 'list') receiver.open ??= run.sourceOf(pattern);
  if (receiver.is !== 'dict') return;
  const name = index.is === 'text' ? index : index.is === 'plain' ? textAt(String(index.value), index.at) : undefined;
  if (name && name.unknown === undefined) receiver.entries.set(name.value, { key: name, value });
  else receiver.open = run.sourceOf(key);
}

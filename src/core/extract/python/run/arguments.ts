import type { Node } from '../syntax/tree.ts';
import { partsOf } from '../syntax/tree.ts';
import type { Run } from '../run.ts';
import { addItems, type Arguments, type Value } from '../values.ts';

/** What a call is given; literal lists and dictionaries behind stars are laid open. */
export function readArguments(call: Node, run: Run): Arguments {
  const positional: Value[] = [];
  const keywords = new Map<string, Value>();
  let open: string | undefined;
  const list = call.kids[1];
  const nodes = list?.type === 'argument_list' ? partsOf(list) : list ? [list] : [];
  for (const node of nodes) {
    if (node.type === 'keyword_argument') {
      const [name, value] = [node.kids[0], node.kids[2]];
      if (name && value) keywords.set(run.sourceOf(name), run.evaluate(value));
    } else if (node.type === 'list_splat' || node.type === 'dictionary_splat') {
      open = spread(node, positional, keywords, run) ?? open;
    } else positional.push(run.evaluate(node));
  }
  return { positional, keywords, at: { start: call.start, end: call.end }, ...(open === undefined ? {} : { open }) };
}

/** Lays `*list` and `**dict` open; gives the expression where that cannot be told whole. */
function spread(node: Node, positional: Value[], keywords: Map<string, Value>, run: Run): string | undefined {
  const operand = node.kids[1];
  const value = operand && run.evaluate(operand);
  if (!value) return undefined;
  if (value.is === 'list') {
    return addItems(positional, value.items) ?? value.open;
  }
  if (value.is !== 'dict') return run.sourceOf(node);
  for (const [key, entry] of value.entries) if (!keywords.has(key)) keywords.set(key, entry.value);
  return value.open;
}

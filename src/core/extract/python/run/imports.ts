import type { Node } from '../syntax/tree.ts';
import { partsOf } from '../syntax/tree.ts';
import { bind, type Run } from '../run.ts';

/** `import a.b as c`, `from a import b as c`: each name stands for what the other module calls so. */
export function readImport(node: Node, run: Run): void {
  if (node.type === 'import_statement') {
    for (const part of partsOf(node)) readModule(part, run);
    return;
  }
  const [module, ...names] = partsOf(node);
  if (!module) return;
  const path = run.sourceOf(module);
  for (const part of names) {
    if (part.type === 'wildcard_import') continue;
    const { name, as } = namesOf(part, run);
    bind(as, { is: 'symbol', path: `${path}.${name}`, at: part }, run);
  }
}

function readModule(part: Node, run: Run): void {
  const { name, as } = namesOf(part, run);
  const isNamed = part.type === 'aliased_import';
  const bound = isNamed ? as : (name.split('.')[0] ?? name);
  bind(bound, { is: 'symbol', path: isNamed ? name : bound, at: part }, run);
}

function namesOf(part: Node, run: Run): { readonly name: string; readonly as: string } {
  const [name, as] = part.type === 'aliased_import' ? partsOf(part) : [part, part];
  const written = name ? run.sourceOf(name) : '';
  return { name: written, as: as ? run.sourceOf(as) : written };
}

import { fileURLToPath } from 'node:url';
import { Language, Parser } from 'web-tree-sitter';
import { TollgateError } from '../../core/errors.ts';
import type { GrammarName, ParseWith, SyntaxNode } from '../../core/plug-ins.ts';

/** Grammars that are loaded when first needed: each costs tens of milliseconds. */
export interface Grammars {
  load(name: GrammarName): Promise<void>;
  readonly parse: ParseWith;
}

const WASM: Readonly<Record<GrammarName, string>> = {
  hcl: '@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-terraform.wasm',
  python: 'tree-sitter-python/tree-sitter-python.wasm',
};

/** Longer than any file within the size limit takes; a text made to be slow becomes a problem of its file. */
const DEADLINE_MS = 1500;

export function loadGrammars(): Grammars {
  const loading = new Map<GrammarName, Promise<void>>();
  const parsers = new Map<GrammarName, Parser>();
  const open = async (name: GrammarName): Promise<void> => {
    await Parser.init();
    const parser = new Parser();
    parser.setLanguage(await Language.load(fileURLToPath(import.meta.resolve(WASM[name]))));
    parsers.set(name, parser);
  };
  const load = (name: GrammarName): Promise<void> => {
    const known = loading.get(name) ?? open(name);
    loading.set(name, known);
    return known;
  };
  return { load, parse: (name, text, use) => parseWith(parsers.get(name), text, use) };
}

function parseWith<T>(parser: Parser | undefined, text: string, use: (root: SyntaxNode) => T): T {
  if (!parser) throw new TollgateError('judge-failed', 'a grammar was used before it was loaded');
  const deadline = performance.now() + DEADLINE_MS;
  const tree = parser.parse(text, null, { progressCallback: () => performance.now() > deadline });
  if (!tree) {
    parser.reset();
    throw new RangeError(`parsing took more than ${DEADLINE_MS} ms`);
  }
  try {
    return use(tree.rootNode);
  } finally {
    tree.delete();
  }
}

import type { Extractor, GrammarName } from '../plug-ins.ts';

/** Loads the grammars and libraries of the extractors that are about to read. */
export async function prepareReading(
  extractors: readonly Extractor[],
  claimed: ReadonlySet<string>,
  loadGrammar: (name: GrammarName) => Promise<void>,
): Promise<void> {
  for (const extractor of extractors) {
    if (!claimed.has(extractor.id)) continue;
    if (extractor.grammar) await loadGrammar(extractor.grammar);
    await extractor.load?.();
  }
}

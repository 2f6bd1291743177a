import { EXTRACTORS } from '../core/extract/registry.ts';
import type { Extractor, UnitFile } from '../core/plug-ins.ts';
import { DEFAULT_SETTINGS } from '../core/settings/default-settings.ts';
import type { Difference } from '../model/difference.ts';
import type { Json } from '../model/json.ts';
import type { SourceFile } from '../model/source.ts';

export function extractorOf(id: string): Extractor {
  const found = EXTRACTORS.find((extractor) => extractor.id === id);
  if (!found) throw new TypeError(`no extractor is called ${id}`);
  return found;
}

/** Files that the extractor knows, read without a grammar. */
export function unitFiles(id: string, files: readonly SourceFile[], role: string): readonly UnitFile<Json>[] {
  return files.flatMap((file) => {
    const { part } = extractorOf(id).read(file, role, noGrammar);
    return part === null ? [] : [{ path: file.path, role, part }];
  });
}

/** What the rules of a format say of two sides. */
export const differencesOf = (id: string, base: readonly UnitFile<Json>[], head: readonly UnitFile<Json>[]): readonly Difference[] =>
  extractorOf(id).differences?.(base, head, DEFAULT_SETTINGS) ?? [];

function noGrammar(): never {
  throw new TypeError('this format needs no grammar');
}

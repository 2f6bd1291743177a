import { EXTRACTORS } from '../core/extract/registry.ts';
import type { Assembly, ParseWith } from '../core/plug-ins.ts';
import { DEFAULT_SETTINGS } from '../core/settings/default-settings.ts';
import type { Problem } from '../model/problem.ts';

export interface PythonSeen extends Pick<Assembly, 'assets'> {
  readonly edges: NonNullable<Assembly['edges']>;
  readonly problems: readonly Problem[];
}

/** What one file of Python declares and moves. */
export function readPython(path: string, text: string, parse: ParseWith): PythonSeen {
  const extractor = EXTRACTORS.find(({ id }) => id === 'python');
  const reading = extractor?.read({ path, text, size: text.length }, '', parse);
  const part = reading?.part ?? null;
  const assembly = part === null ? undefined : extractor?.assemble(path, [{ path, role: '', part }], DEFAULT_SETTINGS);
  return { assets: assembly?.assets ?? [], edges: assembly?.edges ?? [], problems: reading?.problems ?? [] };
}

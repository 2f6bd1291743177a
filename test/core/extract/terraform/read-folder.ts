import { beforeAll } from 'vitest';
import { loadGrammars } from '../../../../src/adapters/grammar/load-grammars.ts';
import type { Assembly, ParseWith } from '../../../../src/core/plug-ins.ts';
import { terraform } from '../../../../src/core/extract/terraform/index.ts';
import { DEFAULT_SETTINGS } from '../../../../src/core/settings/default-settings.ts';

const grammars = loadGrammars();
beforeAll(() => grammars.load('hcl'));

export const parse: ParseWith = (name, text, use) => grammars.parse(name, text, use);

/** What the real extractor says of a folder `infra` with these files. */
export function readFolder(files: Readonly<Record<string, string>>): Assembly {
  const read = Object.entries(files).map(([name, text]) => ({
    path: `infra/${name}`,
    role: 'module',
    reading: terraform.read({ path: `infra/${name}`, text, size: text.length }, 'module', parse),
  }));
  const parts = read.flatMap(({ path, role, reading }) => (reading.part ? [{ path, role, part: reading.part }] : []));
  const assembly = terraform.assemble('infra', parts, DEFAULT_SETTINGS);
  return { ...assembly, problems: [...read.flatMap(({ reading }) => reading.problems), ...assembly.problems] };
}

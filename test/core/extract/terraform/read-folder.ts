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
  const paths = Object.keys(files).map((name) => `infra/${name}`);
  const tree = { paths, has: (path: string) => paths.includes(path), nearest: () => undefined };
  const read = Object.entries(files).map(([name, text]) => {
    const path = `infra/${name}`;
    const role = terraform.claim(path, tree, DEFAULT_SETTINGS)?.role ?? '';
    return { path, role, reading: terraform.read({ path, text, size: text.length }, role, parse) };
  });
  const parts = read.flatMap(({ path, role, reading }) => (reading.part ? [{ path, role, part: reading.part }] : []));
  const assembly = terraform.assemble('infra', parts, DEFAULT_SETTINGS);
  return { ...assembly, problems: [...read.flatMap(({ reading }) => reading.problems), ...assembly.problems] };
}

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { composeAuthoring, type Authoring } from '../compose/authoring.ts';
import { isRego } from '../core/authoring/authored.ts';
import { showFault } from '../core/authoring/show-tests.ts';
import { flag, readOptions } from './arguments.ts';
import { libraryFolder } from './policy-library.ts';

/** `tollgate policy fmt`: formats Rego as OPA does. `--check` writes nothing, and gives 1 where something would change; 2 where something cannot be parsed. */
export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = readOptions(argv, { check: flag });
  const folder = libraryFolder(positionals);
  const authoring = composeAuthoring();
  try {
    return await format(folder, values.check ?? false, authoring);
  } finally {
    await authoring.close();
  }
}

async function format(folder: string, isCheck: boolean, { rego, authored }: Authoring): Promise<number> {
  const files = (await authored(folder)).files.filter(isRego);
  const broken = (await rego.check(files)).filter(({ message }) => message.startsWith('cannot be parsed'));
  const unreadable = new Set(broken.map(({ file }) => file));
  const changed = await rego.format(files.filter(({ path }) => !unreadable.has(path)));
  if (!isCheck) for (const { path, text } of changed) writeFileSync(join(folder, path), text);
  const lines = [
    ...broken.map((fault) => showFault(fault, folder)),
    ...changed.map(({ path, text }) =>
      isCheck ? unformatted(join(folder, path), firstDifference(files, path, text)) : join(folder, path),
    ),
  ];
  const done = isCheck
    ? `${files.length} Rego files, ${changed.length} not formatted${unparsed(unreadable.size)}`
    : `${files.length} Rego files, ${changed.length} changed${unparsed(unreadable.size)}`;
  process.stdout.write([...lines, ...(isCheck && changed.length > 0 ? [`do: tollgate policy fmt ${folder}`] : []), done, ''].join('\n'));
  if (broken.length > 0) return 2;
  return isCheck && changed.length > 0 ? 1 : 0;
}

const unparsed = (count: number): string => (count === 0 ? '' : `, ${count} that cannot be parsed`);

const unformatted = (path: string, line: number): string => `${path}:${line}:1: is not formatted`;

function firstDifference(files: readonly { readonly path: string; readonly text: string }[], path: string, formatted: string): number {
  const old = files.find((file) => file.path === path)?.text.split('\n') ?? [];
  const now = formatted.split('\n');
  return (
    1 +
    Math.max(
      0,
      old.findIndex((line, index) => line !== now[index]),
    )
  );
}

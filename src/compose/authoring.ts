import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { folderTree } from '../adapters/git/folder-tree.ts';
import { regoTools } from '../adapters/opa/rego-tools.ts';
import { isRego, isTest, type AuthoredLibrary } from '../core/authoring/authored.ts';
import type { RegoTools } from '../core/authoring/ports.ts';
import { isCaseFile } from '../core/library/library-files.ts';
import type { Json } from '../model/json.ts';
import type { SourceFile } from '../model/source.ts';
import { composeLocal, type Local } from './local.ts';

/** Everything that commands about policies need. */
export interface Authoring extends Local {
  readonly rego: RegoTools;
  /** A library with what it imports of the one that Tollgate brings. Error: library-unreadable. */
  authored(folder: string): Promise<AuthoredLibrary>;
  /** Every text file below a folder by its path there: cases and pages with the rest. */
  filesBelow(folder: string): Promise<readonly SourceFile[]>;
  casesOf(folder: string): Promise<readonly SourceFile[]>;
  /** The published JSON Schema of the input. */
  inputSchema(): Json;
}

export function composeAuthoring(): Authoring {
  const local = composeLocal();
  return {
    ...local,
    rego: regoTools(process.env),
    authored: async (folder) => {
      const { files } = await local.libraryAt(folder);
      return { name: folder.replace(/^\.\/|\/+$/g, ''), files, brought: broughtFor(files, (await local.defaultLibrary()).files) };
    },
    filesBelow,
    casesOf: async (folder) => (await filesBelow(folder)).filter(({ path }) => isCaseFile(path)),
    inputSchema: () =>
      JSON.parse(readFileSync(fileURLToPath(new URL('../../policies/schemas/input.json', import.meta.url)), 'utf8')) as Json,
  };
}

async function filesBelow(folder: string): Promise<readonly SourceFile[]> {
  const tree = folderTree(folder);
  return (await tree.read(tree.paths)).flatMap((one): SourceFile[] => ('unreadable' in one ? [] : [one]));
}

/** Helpers that a library imports without having them: where it is judged, they come with the default library. */
function broughtFor(files: readonly SourceFile[], all: readonly SourceFile[]): readonly SourceFile[] {
  const own = new Set(files.filter(isRego).map(packageIn));
  const imported = new Set(files.flatMap(({ text }) => [...text.matchAll(/^import\s+data\.(lib\.\w+)/gm)].map(([, name]) => name)));
  const missing = [...imported].some((name) => !own.has(name));
  return missing ? all.filter((file) => isRego(file) && !isTest(file) && file.path.startsWith('lib/') && !own.has(packageIn(file))) : [];
}

const packageIn = ({ text }: SourceFile): string | undefined => /^package\s+(\S+)/m.exec(text)?.[1];

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { folderTree } from '../adapters/git/folder-tree.ts';
import { regoTools } from '../adapters/opa/rego-tools.ts';
import type { AuthoredLibrary } from '../core/authoring/authored.ts';
import { broughtFor } from '../core/authoring/brought.ts';
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
    inputSchema,
  };
}

async function filesBelow(folder: string): Promise<readonly SourceFile[]> {
  const tree = folderTree(folder);
  return (await tree.read(tree.paths)).flatMap((one): SourceFile[] => ('unreadable' in one ? [] : [one]));
}

/** The published JSON Schema of the input of policies. */
export function inputSchema(): Json {
  return JSON.parse(readFileSync(fileURLToPath(new URL('../../policies/schemas/input.json', import.meta.url)), 'utf8')) as Json;
}

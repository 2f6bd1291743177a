import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { judgePool } from '../adapters/child/judge-pool.ts';
import { betweenCommits, localSourceControl } from '../adapters/git/checkout.ts';
import { folderTree } from '../adapters/git/folder-tree.ts';
import { materialiseFolders, type MaterialisedPullRequest } from '../adapters/git/materialise-folders.ts';
import { findRepository } from '../adapters/git/find-repository.ts';
import { writeNew, writeFiles, type FileChange } from '../adapters/git/write-files.ts';
import { readReportFile } from '../adapters/git/read-report-file.ts';
import { readBeside } from '../adapters/git/read-beside.ts';
import { fetchGitLibrary } from '../adapters/git/fetch-library.ts';
import { libraryStore, type StoreOptions } from '../adapters/library/library-store.ts';
import { loadGrammars } from '../adapters/grammar/load-grammars.ts';
import { editionOf } from '../adapters/parts/edition.ts';
import { keepParts } from '../adapters/parts/keep-parts.ts';
import { cacheFolder } from '../adapters/opa/cache-folder.ts';
import { policyCompiler } from '../adapters/opa/compile-library.ts';
import { isCheckovPolicy } from '../core/checkov/read-policy.ts';
import { isCaseFile } from '../core/library/library-files.ts';
import type { ReportFile } from '../core/imports/report.ts';
import { EXTRACTORS } from '../core/extract/registry.ts';
import { prepareReading } from '../core/extract/prepare-reading.ts';
import { unitReader } from '../core/extract/unit-reader.ts';
import { mergedPulls, type MergedRequest } from '../adapters/git/merged-pulls.ts';
import { readOne } from '../core/extract/read-one.ts';
import type { Checkout, FileReader, LibrarySource, SourceControl } from '../core/ports.ts';
import { TollgateError } from '../core/errors.ts';
import type { MergedPull } from '../model/backtest.ts';
import type { Unreadable } from '../model/change-set.ts';
import type { SourceFile } from '../model/source.ts';
import type { GatherPorts } from '../workflow/gather.ts';
import type { JudgePorts } from '../workflow/judge-change.ts';

/** Everything that the command line needs of the outside, on this machine. */
export interface Local extends GatherPorts, JudgePorts {
  readonly sourceControl: SourceControl;
  /** The pull requests that a branch has, the newest first. */
  mergedPulls(request: MergedRequest): Promise<readonly MergedPull[]>;
  /** What one of them has changed. */
  openMerged(path: string, pull: MergedPull): Promise<Checkout>;
  libraryAt(folder: string): Promise<LibrarySource>;
  /** The `data.json` and `data.yaml` files of a folder; all its JSON and YAML where it has none. */
  dataAt(folder: string): Promise<readonly SourceFile[]>;
  /** A file that Git does not hold, by its path in the repository. Error: bad-use. */
  fileBeside(path: string): SourceFile | Unreadable;
  /** The same; undefined where nothing is there. */
  fileIfThere(path: string): SourceFile | Unreadable | undefined;
  /** A report of another tool about the repository or folder of a path. Error: bad-use. */
  reportAt(path: string, of: string): ReportFile;
  examplePullRequest(): Promise<MaterialisedPullRequest>;
  /** Writes files of the repository or folder that a path is in, all or none. Errors: bad-use, not-written. */
  writeFiles(path: string, files: readonly FileChange[]): void;
  /** Writes one file of the repository of a path, which may not be there yet (`before` is then empty). Errors: bad-use, not-written. */
  writeNew(path: string, file: FileChange): void;
  /** Starts the judging process ahead of need. */
  warm(): void;
  /** ISO 8601, UTC. */
  now(): string;
  close(): Promise<void>;
}

const ROOT = new URL('../../', import.meta.url);
const pathOf = (name: string): string => fileURLToPath(new URL(name, ROOT));

/** A person's own files are read in this process, for speed; policies are always judged in another one, which may be killed. */
export function composeLocal(): Local {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  let brought: Promise<LibrarySource> | undefined;
  const parts = keepParts(cacheFolder(process.env), () => editionOf(fileURLToPath(new URL('../core', import.meta.url))));
  const pool = judgePool({ entry: fileURLToPath(new URL(`../judge/child.${extension}`, import.meta.url)), size: 1 });
  return {
    sourceControl: localSourceControl,
    mergedPulls,
    openMerged: (path, { base, head }) => betweenCommits(path, base, head),
    reader: inProcessReader(),
    cache: parts,
    extractors: EXTRACTORS,
    units: unitReader(EXTRACTORS),
    compiler: policyCompiler(process.env),
    engine: pool,
    graphs: pool,
    defaultLibrary: () => (brought ??= libraryAt(pathOf('policies'), 'default', libraryVersion())),
    libraries: libraryStore({ folder: join(cacheFolder(process.env), 'pinned'), fetchGit: fetchGitLibrary, ...githubOf(process.env) }),
    libraryAt: (folder) => libraryAt(folder, folder, ''),
    dataAt: (folder) => dataAt(folder),
    fileBeside: readBeside,
    fileIfThere: (path) => (existsSync(path) ? readBeside(path) : undefined),
    reportAt: readReportFile,
    examplePullRequest: () => materialiseFolders(pathOf('test/example/base'), pathOf('test/example/head'), cacheFolder(process.env)),
    writeFiles: (path, files) => writeFiles(rootOf(path), files),
    writeNew: (path, file) => writeNew(rootOf(path), file),
    warm: () => pool.warm(),
    now: () => new Date().toISOString(),
    close: () => {
      parts.close();
      return Promise.resolve(pool.close());
    },
  };
}

/** Where libraries named `owner/name` are, and the token that a workflow has for them. */
function githubOf(env: Readonly<Record<string, string | undefined>>): Pick<StoreOptions, 'githubUrl' | 'tokenFor'> {
  const { GITHUB_SERVER_URL: githubUrl = 'https://github.com', GITHUB_TOKEN: token } = env;
  return { githubUrl, ...(token ? { tokenFor: () => Promise.resolve(token) } : {}) };
}

/** The folder that paths of a judgement are relative to. */
function rootOf(path: string): string {
  const repository = findRepository(path);
  if (repository && repository.root === undefined)
    throw new TollgateError('bad-use', `\`${path}\` is a bare repository: it has no files to write`, {
      lines: ['do:    tollgate fix --check prints the change'],
    });
  return repository?.root ?? resolve(path);
}

/** The revision of `.manifest` without its name: `default@1.0.0` is `1.0.0`. */
function libraryVersion(): string {
  const { revision } = JSON.parse(readFileSync(pathOf('policies/.manifest'), 'utf8')) as { readonly revision: string };
  return revision.split('@').at(-1) ?? revision;
}

const DATA_FILE = /(?:^|\/)data\.(?:json|ya?ml)$/;
const LIBRARY_FILE = /\.rego$|(?:^|\/)data\.(?:json|ya?ml)$/;

const MAY_BE_OF_LIBRARY = /\.(?:rego|ya?ml|json)$/i;

async function libraryAt(folder: string, name: string, version: string): Promise<LibrarySource> {
  const files = await filesIn(folder, MAY_BE_OF_LIBRARY, REGO);
  const held = files.filter((file) => !isCaseFile(file.path) && (LIBRARY_FILE.test(file.path) || isCheckovPolicy(file)));
  if (!held.some((file) => file.path.endsWith('.rego') || isCheckovPolicy(file))) throw unreadableLibrary(folder, 'it holds no policy');
  return { name, version, files: held };
}

async function dataAt(folder: string): Promise<readonly SourceFile[]> {
  const own = (await filesIn(folder, DATA_FILE)).filter(({ path }) => !isCaseFile(path));
  // Packs for conftest name their data as they like.
  const files = own.length > 0 ? own : await filesIn(folder, /\.(?:json|ya?ml)$/);
  if (files.length === 0) throw unreadableLibrary(folder, 'it holds no data.json or data.yaml');
  return files.map((file) => ({ ...file, path: join(folder, file.path) }));
}

const REGO = /\.rego$/;

/** Files of these names. What cannot be read is left out, unless it is needed. */
async function filesIn(folder: string, wanted: RegExp, needed?: RegExp): Promise<readonly SourceFile[]> {
  const tree = openFolder(folder);
  const read = await tree.read(tree.paths.filter((path) => wanted.test(path)));
  for (const one of read) if ('unreadable' in one && needed?.test(one.path) && !isCaseFile(one.path)) refuseUnreadable(folder, one);
  return read.flatMap((one): SourceFile[] => ('unreadable' in one ? [] : [one]));
}

function openFolder(folder: string): ReturnType<typeof folderTree> {
  try {
    return folderTree(folder);
  } catch (cause) {
    const why = cause instanceof TollgateError ? cause.cause : cause;
    throw unreadableLibrary(folder, why instanceof Error && 'code' in why && why.code === 'ENOENT' ? 'it is not there' : String(why));
  }
}

/** A link is no policy: what it names is one at its own place. Nobody knows what any other would have found. */
function refuseUnreadable(folder: string, { path, unreadable }: Unreadable): void {
  const why = REASONS[unreadable];
  if (why === undefined) return;
  throw new TollgateError('library-unreadable', `cannot read policies from \`${folder}\`: ${path} ${why}`, {
    lines: ['do:    save it as UTF-8 text, or take it out of the folder'],
  });
}

const REASONS: Readonly<Partial<Record<Unreadable['unreadable'], string>>> = {
  'too-large': 'is larger than 5 MB',
  binary: 'is binary',
  'not-utf8': 'is not UTF-8',
  'lfs-pointer': 'is kept in Git LFS',
  missing: 'is not there',
};

function unreadableLibrary(folder: string, why: string): TollgateError {
  return new TollgateError('library-unreadable', `cannot read policies from \`${folder}\`: ${why}`, {
    lines: ['do:    name a folder with Rego policies; tollgate policy new CATEGORY/NAME writes a first one'],
  });
}

function inProcessReader(): FileReader {
  const grammars = loadGrammars();
  return {
    read: async (requests) => {
      const claimed = new Set(requests.flatMap(({ claims }) => claims.map(({ extractor }) => extractor)));
      await prepareReading(EXTRACTORS, claimed, grammars.load);
      return requests.map((request) => readOne(request, EXTRACTORS, grammars.parse));
    },
  };
}

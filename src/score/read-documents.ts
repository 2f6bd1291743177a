import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { assembleUnits } from '../core/extract/assemble-units.ts';
import { claimsOn } from '../core/extract/claim-files.ts';
import type { ReadPart } from '../core/extract/read-part.ts';
import { readOne } from '../core/extract/read-one.ts';
import { EXTRACTORS } from '../core/extract/registry.ts';
import { DEFAULT_SETTINGS } from '../core/settings/default-settings.ts';
import type { Asset } from '../model/asset.ts';
import type { LineageEdge } from '../model/lineage.ts';
import type { Problem } from '../model/problem.ts';
import type { SourceFile } from '../model/source.ts';

/** What some files declare together, read by the extractors that need no grammar. */
export interface Documents {
  readonly assets: readonly Asset[];
  readonly edges: readonly LineageEdge[];
  readonly problems: readonly Problem[];
}

export function readDocuments(files: readonly SourceFile[], ids: readonly string[]): Documents {
  const extractors = EXTRACTORS.filter(({ id }) => ids.includes(id));
  const paths = files.map(({ path }) => path);
  const tree = { paths, has: (path: string) => paths.includes(path), digest: () => undefined, nearest };
  const answers = files.map((file) => ({ file, claims: claimsOn(file.path, tree, DEFAULT_SETTINGS, extractors) }));
  const read = answers.map((request) => ({ request, answer: readOne(request, extractors, noGrammar) }));
  const parts = read.flatMap(({ request, answer }): readonly ReadPart[] => {
    const claim = request.claims.find(({ extractor }) => extractor === answer.extractor);
    return claim && answer.part !== null ? [{ path: answer.path, claim, part: answer.part }] : [];
  });
  const { assets, edges = [], problems } = assembleUnits(parts, extractors, DEFAULT_SETTINGS);
  return { assets, edges, problems: [...read.flatMap(({ answer }) => answer.problems), ...problems] };
  function nearest(path: string, name: string): string | undefined {
    for (let folder = path; folder !== '';) {
      folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')));
      if (paths.includes(folder === '' ? name : `${folder}/${name}`)) return folder;
    }
    return undefined;
  }
}

const noGrammar = (): never => {
  throw new TypeError('documents need no grammar');
};

/** All files in a folder of the cases, by their path in it. */
export function filesIn(folder: string): readonly SourceFile[] {
  const names = existsSync(folder) ? readdirSync(folder, { recursive: true }).map(String) : [];
  return names.filter((name) => statSync(join(folder, name)).isFile()).map((name) => fileAt(folder, name));
}

export function fileAt(folder: string, path: string): SourceFile {
  const text = readFileSync(join(folder, path), 'utf8');
  return { path, text, size: Buffer.byteLength(text) };
}

/** The rows of a list of JSON lines; none where it is not there. */
export function rowsIn<Row>(path: string): readonly Row[] {
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
  return lines.filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as Row);
}

import { openDocuments, type Documents } from '../../json-schema/documents.ts';
import type { UnitFile } from '../../plug-ins.ts';
import type { DocumentNode } from '../../text/document-tree.ts';
import { unpackDocument } from '../../text/packed-document.ts';
import type { Api } from './api.ts';
import type { OpenApiPart } from './part.ts';
import { readApi, titleOf } from './read-api.ts';

export interface Unit {
  readonly documents: Documents;
  readonly roots: ReadonlyMap<string, DocumentNode>;
  readonly apis: readonly Api[];
}

/** The descriptions of a unit, in the order of their paths. */
export function openUnit(files: readonly UnitFile<OpenApiPart>[]): Unit {
  const sorted = files.toSorted((one, other) => (one.path < other.path ? -1 : 1));
  const roots = new Map(sorted.flatMap(({ path, part }) => (part.document ? [[path, unpackDocument(part.document, path)] as const] : [])));
  const documents = openDocuments(roots);
  const fragments = new Set(sorted.filter(({ part }) => part.isFragment).map(({ path }) => path));
  const taken = new Set<string>();
  const apis = [...roots].flatMap(([path, root]) => (fragments.has(path) ? [] : [readApi(root, idFor(root, path, taken), documents)]));
  return { documents, roots, apis };
}

/** The title, which stays when the file moves; with the version that the path names, since versions live side by side. */
function idFor(root: DocumentNode, path: string, taken: Set<string>): string {
  const version = VERSION.exec(path)?.[1];
  const named = `openapi:${titleOf(root)}${version === undefined ? '' : ` ${version}`}`;
  const id = taken.has(named) ? `${named} ${path}` : named;
  taken.add(id);
  return id;
}

const VERSION =
  /(?:^|[/._-])(v\d+(?:[._]?\d+)*(?:(?:alpha|beta|preview)\d*)?|\d{4}-\d{2}-\d{2}(?:-preview)?|stable|preview|alpha|beta)(?=[/._-])/i;

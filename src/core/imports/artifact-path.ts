/** A URI of a report as it stands there, with the base that it names. */
export interface ArtifactPlace {
  readonly uri?: string | undefined;
  readonly uriBaseId?: string | undefined;
}

/** `originalUriBaseIds` of a run. */
export type UriBases = Readonly<Record<string, ArtifactPlace>>;

/**
 * The paths that a URI can mean, the surest first: absolute ones start with a slash and may be of another machine, the others are relative
 * to the repository. A base that says nothing, as `%SRCROOT%` mostly does, is the repository. Empty: no file of a repository. Source:
 * SARIF 2.1.0, 3.4 and 3.14.14.
 */
export function artifactPaths({ uri = '', uriBaseId }: ArtifactPlace, bases: UriBases): readonly string[] {
  const own = spelled(uri);
  if (own === undefined || own === '') return [];
  if (own.startsWith('/')) return [own, ...rootsOf(bases).flatMap((root) => below(own, root))];
  const { relative, root } = baseOf(uriBaseId, bases);
  const path = joined(relative, own);
  return root === undefined ? [path] : [joined(root, path), path];
}

/** A path without `.` and `..`; undefined where it leads out of the place that it starts at. */
export function plainPath(path: string): string | undefined {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..' && parts.pop() === undefined) return undefined;
    if (part !== '' && part !== '.' && part !== '..') parts.push(part);
  }
  return parts.join('/');
}

/** With slashes of one kind and without escapes; undefined where it is no file. `file:` and `C:` become absolute paths. */
export function spelled(uri: string): string | undefined {
  const text = decoded(uri).replaceAll('\\', '/');
  const file = /^file:(?:\/\/[^/]*)?(\/.*)$/i.exec(text)?.[1];
  if (file !== undefined) return file;
  if (/^[a-z]:\//i.test(text)) return `/${text}`;
  return /^[a-z][a-z0-9+.-]*:/i.test(text) ? undefined : text;
}

function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}

const joined = (folder: string, path: string): string => (folder === '' || folder.endsWith('/') ? folder + path : `${folder}/${path}`);

const rootsOf = (bases: UriBases): readonly string[] =>
  Object.values(bases)
    .flatMap(({ uri }) => spelled(uri ?? '') ?? [])
    .filter((one) => one.startsWith('/') && one !== '/');

function below(path: string, root: string): readonly string[] {
  const folder = root.endsWith('/') ? root : `${root}/`;
  return path.startsWith(folder) ? [path.slice(folder.length)] : [];
}

/** Bases may name bases; one that names itself is taken as the repository. */
function baseOf(id: string | undefined, bases: UriBases): { readonly relative: string; readonly root?: string } {
  const seen = new Set<string>();
  let relative = '';
  for (let next = id; next !== undefined && Object.hasOwn(bases, next) && !seen.has(next); next = bases[next]?.uriBaseId) {
    seen.add(next);
    const own = spelled(bases[next]?.uri ?? '') ?? '';
    if (own.startsWith('/')) return { relative, root: own };
    relative = own === '' ? relative : joined(own, relative);
  }
  return { relative };
}

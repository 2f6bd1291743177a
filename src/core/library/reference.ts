/** Where a library is, as `extends` names it. `name` is the same for all of its versions. */
export type LibraryAddress =
  | { readonly kind: 'github'; readonly name: string; readonly version: string }
  | { readonly kind: 'git'; readonly name: string; readonly version: string; readonly url: string }
  | { readonly kind: 'oci'; readonly name: string; readonly version: string; readonly registry: string; readonly repository: string };

/** Reads `owner/name@tag`, `git+https://…@tag` (also `git+ssh:`, `git+file:`) and `oci://registry/repository:tag`. Undefined for anything else. */
export function readReference(text: string): LibraryAddress | undefined {
  if (text.length > MOST_CHARACTERS) return undefined;
  if (text.startsWith('oci://')) return readOci(text);
  const at = text.lastIndexOf('@');
  const [place, version] = [text.slice(0, at), text.slice(at + 1)];
  if (at < 1 || !isTag(version)) return undefined;
  if (GITHUB.test(place)) return { kind: 'github', name: place, version };
  if (!GIT_URL.test(place) || place.includes('..')) return undefined;
  return { kind: 'git', name: place, version, url: place.slice('git+'.length) };
}

const MOST_CHARACTERS = 500;
const GITHUB = /^[A-Za-z0-9][A-Za-z0-9-]{0,38}\/[A-Za-z0-9._][A-Za-z0-9._-]{0,99}$/;
const GIT_URL =
  /^git\+(?:https:\/\/[A-Za-z0-9]|http:\/\/(?:127\.0\.0\.1|localhost)[:/]|ssh:\/\/[A-Za-z0-9]|file:\/\/\/)[A-Za-z0-9@:%._~/+-]*$/;
const OCI = /^oci:\/\/([a-z0-9][a-z0-9.-]*(?::\d{1,5})?)\/([a-z0-9][a-z0-9._/-]*):(\w[\w.-]{0,127})$/;

/** A tag that Git and a registry's address take without a second meaning. Source: git-check-ref-format. */
const isTag = (tag: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._+/-]{0,127}$/.test(tag) && !/\.\.|\/\/|\.lock$|[./]$/.test(tag);

function readOci(text: string): LibraryAddress | undefined {
  const [, registry = '', repository = '', version = ''] = OCI.exec(text) ?? [];
  if (version === '' || repository.includes('..')) return undefined;
  return { kind: 'oci', name: `oci://${registry}/${repository}`, version, registry, repository };
}

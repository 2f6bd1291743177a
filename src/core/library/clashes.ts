import type { LibrarySource } from '../ports.ts';

/** A library that holds a package which another one has, too. */
export interface Clash {
  readonly library: string;
  readonly other: string;
  readonly package: string;
}

/** Rego would lay both over each other in silence. The later one of `libraries` is named. */
export function clashesOf(libraries: readonly LibrarySource[]): readonly Clash[] {
  const owners = new Map<string, string>();
  const clashes = new Map<string, Clash>();
  for (const { name, files } of libraries)
    for (const { path, text } of files) {
      const found = path.endsWith('.rego') ? PACKAGE.exec(text)?.[1] : undefined;
      if (found === undefined) continue;
      const other = owners.get(found) ?? name;
      owners.set(found, other);
      if (other !== name && !clashes.has(name)) clashes.set(name, { library: name, other, package: found });
    }
  return [...clashes.values()];
}

const PACKAGE = /^package[ \t]+([^\s#]+)/m;

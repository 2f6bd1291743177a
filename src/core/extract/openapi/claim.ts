import type { Tree } from '../../../model/change-set.ts';
import type { Claim } from '../../plug-ins.ts';

export type Role = 'api' | 'maybe' | 'fragment';

const NEVER = /(?:^|\/)(?:node_modules\/|\.github\/|(?:package|package-lock|tsconfig|composer|openapitools)\.json$)/;
const NAMED = /(?:^|[/._-])(?:openapi|swagger)\.(?:json|ya?ml)$/i;
const ROOTS = ['openapi.yaml', 'openapi.yml', 'openapi.json', 'swagger.yaml', 'swagger.yml', 'swagger.json'] as const;

/** Folders that people keep the parts of a description in. */
const PARTS =
  /(?:^|\/)(?:paths|components|schemas|definitions|parameters|responses|requestBodies|headers|models|common|shared|resources|types|entities|endpoints|operations)\//i;

/** Folders that people keep whole descriptions in, under whatever names. */
const HOMES = /^(?:.*?\/)?(?:openapi|swagger|oas\d?|(?:open)?-?api-?(?:specs?|definitions?|descriptions?|contracts?)|specification)(?=\/)/i;

/**
 * A description and the files below its folder are one unit, so that references between them lead somewhere. At the root of a
 * repository only folders with a name that says so count, since everything lies below it.
 */
export function claim(path: string, tree: Tree): Claim | null {
  if (!/\.(?:json|ya?ml)$/i.test(path) || NEVER.test(path)) return null;
  const folder = rootOf(path, tree);
  if (NAMED.test(path)) return { unit: folder ?? folderOf(path), role: 'api' };
  const isPart = folder !== undefined && (folder !== '' || PARTS.test(path)) && !/\.schema\.\w+$/i.test(path);
  return isPart ? { unit: folder, role: 'fragment', unsure: true } : { unit: path, role: 'maybe', unsure: true };
}

function rootOf(path: string, tree: Tree): string | undefined {
  const home = HOMES.exec(path)?.[0];
  if (home !== undefined) return home;
  const found = ROOTS.flatMap((name) => tree.nearest(path, name) ?? []);
  return found.sort((one, other) => other.length - one.length)[0];
}

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

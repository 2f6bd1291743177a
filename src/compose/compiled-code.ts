import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { cacheFolder } from '../adapters/opa/cache-folder.ts';

/** Keeps the compiled form of our own code in this user's cache, where Node can. The judging process neither reads nor writes it. */
export function keepCompiledCode(): void {
  if (process.env['NODE_COMPILE_CACHE'] === undefined) enableCompileCache(join(cacheFolder(process.env), 'code'));
}

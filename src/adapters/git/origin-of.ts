import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findRepository } from './find-repository.ts';

/** `owner/name` of the remote `origin` of a folder's repository, where that is on this GitHub (`https://github.com`); undefined otherwise. */
export function originOf(folder: string, web: string): string | undefined {
  const config = join(findRepository(folder)?.gitDir ?? folder, 'config');
  if (!existsSync(config)) return undefined;
  const text = readFileSync(config, 'utf8');
  const section = /^\[remote "origin"\]\n((?:(?!\[).*\n?)*)/m.exec(text)?.[1] ?? '';
  const url = /^\s*url\s*=\s*(\S+)/m.exec(section)?.[1] ?? '';
  const host = web.replace(/^https?:\/\//, '').replaceAll(/[.\\+*?[\]^$(){}|]/g, String.raw`\$&`);
  return new RegExp(`^(?:https?://(?:[^@/]*@)?|(?:ssh://)?git@)${host}[:/]([\\w.-]+/[\\w.-]+?)(?:\\.git)?/?$`).exec(url)?.[1];
}

import type { SourceFile } from '../../model/source.ts';
import { isRego, isTest } from './authored.ts';

/** Helpers that a library imports without having them: where it is judged, they come with the default library. */
export function broughtFor(files: readonly SourceFile[], all: readonly SourceFile[]): readonly SourceFile[] {
  const own = new Set(files.filter(isRego).map(packageIn));
  const imported = new Set(files.flatMap(({ text }) => [...text.matchAll(/^import\s+data\.(lib\.\w+)/gm)].map(([, name]) => name)));
  const missing = [...imported].some((name) => !own.has(name));
  return missing ? all.filter((file) => isRego(file) && !isTest(file) && file.path.startsWith('lib/') && !own.has(packageIn(file))) : [];
}

const packageIn = ({ text }: SourceFile): string | undefined => /^package\s+(\S+)/m.exec(text)?.[1];

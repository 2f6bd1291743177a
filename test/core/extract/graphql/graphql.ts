import { graphql } from '../../../../src/core/extract/graphql/index.ts';
import type { GraphQlPart } from '../../../../src/core/extract/graphql/part.ts';
import type { UnitFile } from '../../../../src/core/plug-ins.ts';
import { DEFAULT_SETTINGS } from '../../../../src/core/settings/default-settings.ts';
import type { Asset } from '../../../../src/model/asset.ts';
import type { Difference } from '../../../../src/model/difference.ts';

await graphql.load?.();

const noGrammar = (): never => {
  throw new Error('schemas need no grammar');
};

export const readFile = (text: string, path = 'schema.graphql') => graphql.read({ path, text, size: text.length }, '', noGrammar);

export function unitOf(files: Readonly<Record<string, string>> | string, unit = ''): readonly UnitFile<GraphQlPart>[] {
  return Object.entries(typeof files === 'string' ? { 'schema.graphql': files } : files).flatMap(([path, text]) => {
    const { part } = readFile(text, path);
    return part ? [{ path, role: unit, part }] : [];
  });
}

export const assemble = (files: Readonly<Record<string, string>> | string, unit = '') =>
  graphql.assemble(unit, unitOf(files, unit), DEFAULT_SETTINGS);

export function assetNamed(name: string, files: Readonly<Record<string, string>> | string): Asset {
  const found = assemble(files).assets.find((asset) => asset.name === name);
  if (!found) throw new Error(`no asset ${name}`);
  return found;
}

export const valuesOf = ({ facts }: Pick<Asset, 'facts'>) =>
  Object.fromEntries(Object.entries(facts).map(([name, { value }]) => [name, value]));

export const compare = (base: string, head: string, unit = ''): readonly Difference[] =>
  graphql.differences?.(unitOf(base, unit), unitOf(head, unit), DEFAULT_SETTINGS) ?? [];

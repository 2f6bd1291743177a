import { openapi } from '../../../../src/core/extract/openapi/index.ts';
import type { UnitFile } from '../../../../src/core/plug-ins.ts';
import type { OpenApiPart } from '../../../../src/core/extract/openapi/part.ts';
import { DEFAULT_SETTINGS } from '../../../../src/core/settings/default-settings.ts';
import type { Asset } from '../../../../src/model/asset.ts';
import type { Difference } from '../../../../src/model/difference.ts';

const noGrammar = (): never => {
  throw new Error('descriptions need no grammar');
};

export const readFile = (path: string, text: string, role = 'api') => openapi.read({ path, text, size: text.length }, role, noGrammar);

/** Files of one unit, those that are no description with the role of a fragment. */
export function unitOf(files: Readonly<Record<string, string>>): readonly UnitFile<OpenApiPart>[] {
  return Object.entries(files).flatMap(([path, text]) => {
    const role = /openapi|swagger/.test(path) ? 'api' : 'fragment';
    const { part } = readFile(path, text, role);
    return part ? [{ path, role, part }] : [];
  });
}

export const assemble = (files: Readonly<Record<string, string>>) => openapi.assemble('', unitOf(files), DEFAULT_SETTINGS);

export function assetNamed(name: string, files: Readonly<Record<string, string>>): Asset {
  const found = assemble(files).assets.find((asset) => asset.name === name);
  if (!found) throw new Error(`no asset ${name}`);
  return found;
}

export const valuesOf = ({ facts }: Pick<Asset, 'facts'>) =>
  Object.fromEntries(Object.entries(facts).map(([name, { value, unknown }]) => [name, value ?? `unknown: ${unknown}`]));

export function compare(base: Readonly<Record<string, string>>, head: Readonly<Record<string, string>>): readonly Difference[] {
  return openapi.differences?.(unitOf(base), unitOf(head), DEFAULT_SETTINGS) ?? [];
}

/** A description of one operation, `POST /contacts`, as JSON. */
export function description(operation: object, more: object = {}): string {
  return JSON.stringify({ openapi: '3.1.0', info: { title: 'CRM', version: '1' }, paths: { '/contacts': { post: operation } }, ...more });
}

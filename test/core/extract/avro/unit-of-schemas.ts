import { avro } from '../../../../src/core/extract/avro/index.ts';
import type { AvroPart } from '../../../../src/core/extract/avro/part.ts';
import type { UnitFile } from '../../../../src/core/plug-ins.ts';
import { DEFAULT_SETTINGS } from '../../../../src/core/settings/default-settings.ts';
import type { Difference } from '../../../../src/model/difference.ts';
import type { Json } from '../../../../src/model/json.ts';
import type { Location } from '../../../../src/model/source.ts';

const noGrammar = (): never => {
  throw new TypeError('Avro needs no grammar');
};

export const readText = (text: string, path = 'a.avsc', role = 'always') => avro.read({ path, text, size: text.length }, role, noGrammar);

type Texts = Readonly<Record<string, string>>;

export function unitFiles(texts: Texts): readonly UnitFile<AvroPart>[] {
  return Object.entries(texts).flatMap(([path, text]) => {
    const { part } = readText(text, path);
    return part ? [{ path, role: 'always', part }] : [];
  });
}

export const assetsOf = (texts: Texts) => avro.assemble('', unitFiles(texts), DEFAULT_SETTINGS).assets;

export const differencesOf = (base: Texts, head: Texts): readonly Difference[] =>
  avro.differences?.(unitFiles(base), unitFiles(head), DEFAULT_SETTINGS) ?? [];

/** How one schema differs, each side a file of its own. */
export const changed = (base: Json, head: Json): readonly Difference[] =>
  differencesOf({ 'a.avsc': JSON.stringify(base) }, { 'a.avsc': JSON.stringify(head) });

export const record = (...fields: Json[]): Json => ({ type: 'record', name: 'R', namespace: 'n', fields });
export const field = (name: string, type: Json, more: { readonly [key: string]: Json } = {}): Json => ({ name, type, ...more });

export const told = (differences: readonly Difference[]) => differences.map(({ kind, path, breaks }) => [kind, path, breaks]);
export const sliced = (text: string, { start, end }: Location): string => text.slice(start.offset, end.offset);

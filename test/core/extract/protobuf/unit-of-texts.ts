import { protobuf } from '../../../../src/core/extract/protobuf/index.ts';
import type { ProtoFile } from '../../../../src/core/extract/protobuf/part.ts';
import type { UnitFile } from '../../../../src/core/plug-ins.ts';
import { DEFAULT_SETTINGS } from '../../../../src/core/settings/default-settings.ts';
import type { Asset } from '../../../../src/model/asset.ts';
import type { Difference } from '../../../../src/model/difference.ts';
import type { Location } from '../../../../src/model/source.ts';

const noGrammar = (): never => {
  throw new TypeError('Protobuf needs no grammar');
};

export const readText = (text: string, path = 'a.proto') => protobuf.read({ path, text, size: text.length }, '', noGrammar);

type Texts = Readonly<Record<string, string>>;

/** Files by their path, read. */
export function unitFiles(texts: Texts, role = ''): readonly UnitFile<ProtoFile>[] {
  return Object.entries(texts).flatMap(([path, text]) => {
    const { part } = readText(text, path);
    return part ? [{ path, role, part }] : [];
  });
}

export const assetsOf = (texts: Texts): readonly Asset[] => protobuf.assemble('', unitFiles(texts), DEFAULT_SETTINGS).assets;

export const differencesOf = (base: Texts, head: Texts): readonly Difference[] =>
  protobuf.differences?.(unitFiles(base), unitFiles(head), DEFAULT_SETTINGS) ?? [];

export const sliced = (text: string, { start, end }: Location): string => text.slice(start.offset, end.offset);

export const proto3 = (body: string): string => `syntax = "proto3";\npackage acme;\n${body}\n`;
export const proto2 = (body: string): string => `syntax = "proto2";\npackage acme;\n${body}\n`;

/** How one file in proto3 differs. */
export const changed = (before: string, after: string): readonly Difference[] =>
  differencesOf({ 'a.proto': proto3(before) }, { 'a.proto': proto3(after) });

export const breaking = (differences: readonly Difference[]): readonly Difference[] =>
  differences.filter(({ breaks }) => breaks.length > 0);

import type { Problem } from '../../../model/problem.ts';
import type { Location, SourceFile } from '../../../model/source.ts';
import type { DocumentNode, Entry } from '../../text/document-tree.ts';
import { lineIndex } from '../../text/line-index.ts';
import type { Parsed } from './parsed.ts';
import { entryOf, list, map, problem, scalar } from './trees.ts';

interface Growing {
  readonly at: Location;
  readonly values: Map<string, DocumentNode | DocumentNode[] | Growing | Growing[]>;
}

interface Line {
  readonly tag: string;
  readonly value: string;
  readonly at: Location;
}

/** SPDX tag-value as the JSON form of the same document. Source: SPDX 2.3, and its JSON schema; conftest, parser/spdx. */
export function readSpdx(file: SourceFile): Parsed {
  const lines = lineIndex(file.path, file.text);
  const root: Growing = { at: lines.location(0, file.text.length), values: new Map() };
  const state: State = { root, here: root, package: undefined };
  const problems: Problem[] = [];
  const tags = /^(?:[ \t]*(?:#[^\n]*)?\r?\n)*([A-Za-z]+):[ \t]*(<text>(?:[^<]|<(?!\/text>))*<\/text>|[^\n]*)/gm;
  let end = 0;
  for (const found of file.text.matchAll(tags)) {
    const [whole, tag = '', raw = ''] = found;
    const start = found.index + whole.length - raw.length;
    if (file.text.slice(end, found.index).trim() !== '') problems.push(notTag(lines, end, found.index));
    end = found.index + whole.length;
    take({ tag, value: raw.trim().replaceAll(/^<text>|<\/text>$/g, ''), at: lines.location(start, end) }, state);
  }
  if (
    file.text
      .slice(end)
      .replaceAll(/^\s*#.*$/gm, '')
      .trim() !== ''
  )
    problems.push(notTag(lines, end, file.text.length));
  // conftest reads every version as the newest that it knows.
  if (root.values.has('spdxVersion')) root.values.set('spdxVersion', scalar('SPDX-2.3', root.at));
  return problems.length > 0 ? { documents: [], problems: problems.slice(0, 10) } : { documents: [settle(root)], problems: [] };
}

const notTag = (lines: ReturnType<typeof lineIndex>, from: number, to: number): Problem =>
  problem(lines, [from, to], 'spdx-unreadable', 'This is no `Tag: value` of SPDX.');

interface State {
  readonly root: Growing;
  /** The package, file or licence that tags speak of. */
  here: Growing;
  package: Growing | undefined;
}

/** Tags that hold one text. */
const TEXTS: Readonly<Record<string, string>> = {
  SPDXVersion: 'spdxVersion',
  DataLicense: 'dataLicense',
  SPDXID: 'SPDXID',
  DocumentName: 'name',
  DocumentNamespace: 'documentNamespace',
  DocumentComment: 'comment',
  PackageVersion: 'versionInfo',
  PackageFileName: 'packageFileName',
  PackageSupplier: 'supplier',
  PackageOriginator: 'originator',
  PackageDownloadLocation: 'downloadLocation',
  PackageHomePage: 'homepage',
  PackageSourceInfo: 'sourceInfo',
  PackageLicenseConcluded: 'licenseConcluded',
  PackageLicenseDeclared: 'licenseDeclared',
  PackageLicenseComments: 'licenseComments',
  PackageCopyrightText: 'copyrightText',
  PackageSummary: 'summary',
  PackageDescription: 'description',
  PackageComment: 'comment',
  PrimaryPackagePurpose: 'primaryPackagePurpose',
  LicenseConcluded: 'licenseConcluded',
  LicenseComments: 'licenseComments',
  FileCopyrightText: 'copyrightText',
  FileComment: 'comment',
  FileNotice: 'noticeText',
  ExtractedText: 'extractedText',
  LicenseName: 'name',
  LicenseComment: 'comment',
};

const LISTS: Readonly<Record<string, string>> = {
  PackageLicenseInfoFromFiles: 'licenseInfoFromFiles',
  PackageAttributionText: 'attributionTexts',
  FileType: 'fileTypes',
  FileContributor: 'fileContributors',
  LicenseInfoInFile: 'licenseInfoInFiles',
  LicenseCrossReference: 'seeAlsos',
};

function take({ tag, value, at }: Line, state: State): void {
  const { root, here } = state;
  const text = TEXTS[tag];
  const many = LISTS[tag];
  if (text !== undefined) here.values.set(text, scalar(value, at));
  else if (many !== undefined) add(here, many, scalar(value, at));
  else if (tag === 'FilesAnalyzed') here.values.set('filesAnalyzed', scalar(value === 'true', at));
  else if (tag === 'Creator') add(inner(root, 'creationInfo', at), 'creators', scalar(value, at));
  else if (tag === 'Created') inner(root, 'creationInfo', at).values.set('created', scalar(value, at));
  else if (tag === 'LicenseListVersion') inner(root, 'creationInfo', at).values.set('licenseListVersion', scalar(value, at));
  else if (tag === 'CreatorComment') inner(root, 'creationInfo', at).values.set('comment', scalar(value, at));
  else OTHERS[tag]?.({ tag, value, at }, state);
}

type Taker = (line: Line, state: State) => void;

const OTHERS: Readonly<Record<string, Taker>> = {
  PackageName: ({ value, at }, state) => void (state.package = state.here = begin(state.root, 'packages', { name: value }, at)),
  FileName: ({ value, at }, state) => void (state.here = begin(state.package ?? state.root, 'files', { fileName: value }, at)),
  LicenseID: ({ value, at }, state) => void (state.here = begin(state.root, 'hasExtractedLicensingInfos', { licenseId: value }, at)),
  PackageVerificationCode: ({ value, at }, { here }) =>
    void inner(here, 'packageVerificationCode', at).values.set('packageVerificationCodeValue', scalar(wordsOf(value)[0] ?? '', at)),
  PackageChecksum: ({ value, at }, { here }) => void begin(here, 'checksums', checksum(value), at),
  FileChecksum: ({ value, at }, { here }) => void begin(here, 'checksums', checksum(value), at),
  ExternalRef: ({ value, at }, { here }) =>
    void begin(here, 'externalRefs', named(value, ['referenceCategory', 'referenceType', 'referenceLocator']), at),
  Relationship: ({ value, at }, { root }) =>
    void begin(root, 'relationships', named(value, ['spdxElementId', 'relationshipType', 'relatedSpdxElement']), at),
  ExternalDocumentRef: ({ value, at }, { root }) => {
    const reference = begin(root, 'externalDocumentRefs', named(value, ['externalDocumentId', 'spdxDocument']), at);
    reference.values.set('checksum', objectOf(checksum(wordsOf(value).slice(2).join(' ')), at));
  },
};

const wordsOf = (value: string): readonly string[] => value.split(/\s+/);

const named = (value: string, names: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(names.map((name, at) => [name, wordsOf(value)[at] ?? '']));

function checksum(value: string): Readonly<Record<string, string>> {
  const colon = value.indexOf(':');
  return { algorithm: value.slice(0, Math.max(0, colon)).trim(), checksumValue: value.slice(colon + 1).trim() };
}

const objectOf = (told: Readonly<Record<string, string>>, at: Location): Growing => ({
  at,
  values: new Map(Object.entries(told).map(([key, value]) => [key, scalar(value, at)])),
});

function begin(into: Growing, name: string, told: Readonly<Record<string, string>>, at: Location): Growing {
  const made = objectOf(told, at);
  const known = into.values.get(name);
  if (Array.isArray(known)) (known as Growing[]).push(made);
  else into.values.set(name, [made]);
  return made;
}

function add(into: Growing, name: string, value: DocumentNode): void {
  const known = into.values.get(name);
  if (Array.isArray(known)) (known as DocumentNode[]).push(value);
  else into.values.set(name, [value]);
}

function inner(into: Growing, name: string, at: Location): Growing {
  const known = into.values.get(name);
  if (known && 'values' in known) return known as Growing;
  const made = objectOf({}, at);
  into.values.set(name, made);
  return made;
}

function settle({ at, values }: Growing): DocumentNode {
  const told = (one: DocumentNode | Growing): DocumentNode => ('kind' in one ? one : settle(one));
  const entries = [...values].map(([name, value]): Entry => {
    const tree = Array.isArray(value) ? list((value as (DocumentNode | Growing)[]).map(told), at) : told(value as DocumentNode | Growing);
    return entryOf(name, tree.location, tree);
  });
  return map(entries, at);
}

import type { Exception, ExceptionScope } from '../../model/exception.ts';
import type { Problem } from '../../model/problem.ts';
import type { Location, SourceFile } from '../../model/source.ts';
import { hashText } from '../hash-text.ts';
import { daysBetween, isDay } from '../is-over.ts';
import { at, entriesOf, itemsOf, textAt, type DocumentNode, type MapNode } from '../text/document-tree.ts';
import { nearestName } from '../text/nearest-name.ts';
import { parseYaml } from '../text/yaml-tree.ts';

/** Where a repository keeps its exceptions: one file each. */
export const EXCEPTIONS_FOLDER = '.github/tollgate/exceptions/';

/** An exception lasts a quarter at most. */
export const LONGEST_DAYS = 92;

export interface ReadException {
  /** Undefined where it cannot count. */
  readonly exception?: Exception;
  readonly problems: readonly Problem[];
}

/** Whether a path is one of an exception. */
export function isExceptionPath(path: string): boolean {
  return path.startsWith(EXCEPTIONS_FOLDER) && /^[^/]+\.ya?ml$/.test(path.slice(EXCEPTIONS_FOLDER.length));
}

/** Reads one exception. What is wrong with it is located, and then it does not count: half a permission is none. */
export function parseException(file: SourceFile): ReadException {
  const { documents, problems } = parseYaml(file);
  const [document] = documents;
  if (problems.length > 0) return { problems };
  if (document?.kind !== 'map')
    return { problems: [problem('An exception is a map of keys, as `policies` and `expires`.', startOf(file))] };
  const found = [
    ...unknownKeys(document, KEYS, 'an exception'),
    ...missingKeys(document),
    ...wrongDates(document),
    ...wrongScope(document),
  ];
  return found.length > 0 ? { problems: found } : { exception: exceptionIn(file, document), problems: [] };
}

const REQUIRED = ['policies', 'scope', 'justification', 'requested_by', 'requested', 'expires'] as const;
const KEYS: readonly string[] = [...REQUIRED, 'control', 'ticket'];
const SCOPE_KEYS: readonly string[] = ['fingerprint', 'asset', 'field'];

function exceptionIn(file: SourceFile, document: MapNode): Exception {
  const [control, ticket] = [textAt(document, 'control'), textAt(document, 'ticket')];
  return {
    id: file.path.slice(EXCEPTIONS_FOLDER.length).replace(/\.ya?ml$/, ''),
    policies: texts(at(document, 'policies')),
    scope: itemsOf(at(document, 'scope')).map(scopeIn),
    justification: textAt(document, 'justification') ?? '',
    ...(control === undefined ? {} : { control }),
    requestedBy: textAt(document, 'requested_by') ?? '',
    requested: textAt(document, 'requested') ?? '',
    expires: textAt(document, 'expires') ?? '',
    ...(ticket === undefined ? {} : { ticket }),
    location: startOf(file),
    digest: file.digest ?? hashText(file.text),
  };
}

function scopeIn(node: DocumentNode): ExceptionScope {
  const { location } = node;
  const [fingerprint, asset = '', field] = [textAt(node, 'fingerprint'), textAt(node, 'asset'), textAt(node, 'field')];
  if (fingerprint !== undefined) return { fingerprint, location };
  return { asset, ...(field === undefined ? {} : { field }), location };
}

/** One name, or a list of them. */
function texts(node: DocumentNode | undefined): readonly string[] {
  const one = textAt(node);
  return one === undefined ? itemsOf(node).flatMap((item) => textAt(item) ?? []) : [one];
}

function unknownKeys(node: DocumentNode, known: readonly string[], of: string): readonly Problem[] {
  return entriesOf(node)
    .filter(({ key }) => !known.includes(key))
    .map(({ key, keyLocation }) => {
      const meant = nearestName(key, known);
      return problem(`\`${key}\` is no key of ${of}${meant ? `: did you mean ${meant}?` : ''}`, keyLocation);
    });
}

function missingKeys(document: MapNode): readonly Problem[] {
  return REQUIRED.filter((key) => isEmpty(at(document, key))).map((key) =>
    problem(`This exception has no \`${key}\`, so it does not count. ${WHY[key]}`, document.location),
  );
}

const WHY: Readonly<Record<(typeof REQUIRED)[number], string>> = {
  policies: 'Name the policies that it is for.',
  scope: 'Name the findings: `- { asset: crm.contacts, field: email }` or `- { fingerprint: 0123456789abcdef }`.',
  justification: 'Say why the business needs it.',
  requested_by: 'Say who asks for it.',
  requested: 'Say on which day it was asked for: YYYY-MM-DD.',
  expires: 'Say on which day it ends: YYYY-MM-DD.',
};

function isEmpty(node: DocumentNode | undefined): boolean {
  return !node || (node.kind === 'scalar' ? (textAt(node) ?? '').trim() === '' : texts(node).length + itemsOf(node).length === 0);
}

function wrongDates(document: MapNode): readonly Problem[] {
  const days = (['requested', 'expires'] as const).flatMap((key) => {
    const text = textAt(document, key);
    return text === undefined || isDay(text) ? [] : [problem(`\`${key}: ${text}\` is no day. Write YYYY-MM-DD.`, placeOf(document, key))];
  });
  const [requested, expires] = [textAt(document, 'requested'), textAt(document, 'expires')];
  if (days.length > 0 || requested === undefined || expires === undefined) return days;
  const length = daysBetween(requested, expires);
  if (length < 0) return [problem('This exception ends before it was asked for.', placeOf(document, 'expires'))];
  const words = `An exception lasts ${LONGEST_DAYS} days at most; this one asks for ${length}. Ask again when it ends.`;
  return length > LONGEST_DAYS ? [problem(words, placeOf(document, 'expires'))] : [];
}

/** Scope is findings, not rules: a pattern would be a rule. */
function wrongScope(document: MapNode): readonly Problem[] {
  return itemsOf(at(document, 'scope')).flatMap((item) => {
    const unknown = unknownKeys(item, SCOPE_KEYS, 'a scope');
    if (unknown.length > 0) return unknown;
    const [fingerprint, asset, field] = [textAt(item, 'fingerprint'), textAt(item, 'asset'), textAt(item, 'field')];
    if ((fingerprint === undefined) === (asset === undefined))
      return [problem('A scope names a `fingerprint`, or an `asset` with or without a `field`.', item.location)];
    const wide = [asset, field].some((name) => name?.includes('*'));
    return wide ? [problem('An exception names its assets and fields; it takes no patterns.', item.location)] : [];
  });
}

const placeOf = (document: MapNode, key: string): Location => at(document, key)?.location ?? document.location;

function startOf({ path }: SourceFile): Location {
  const start = { line: 1, column: 1, offset: 0 };
  return { file: path, start, end: start };
}

/** It leaves nothing unjudged: without the exception, the finding weighs as it does. */
const problem = (message: string, location: Location): Problem => ({ code: 'exception', message, location });

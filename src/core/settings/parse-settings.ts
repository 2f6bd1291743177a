import { isMap, isScalar, parseDocument, type Document, type Node } from 'yaml';
import type { z } from 'zod';
import type { Problem } from '../../model/problem.ts';
import type { Settings } from '../../model/settings.ts';
import type { Location, SourceFile } from '../../model/source.ts';
import { isImportedId } from '../imports/imported-policy.ts';
import { isTooDeep } from '../text/depth-guard.ts';
import { lineIndex } from '../text/line-index.ts';
import { DEFAULT_SETTINGS } from './default-settings.ts';
import { nearestName } from '../text/nearest-name.ts';
import { SettingsFile } from './schema.ts';
import { withDefaults } from './with-defaults.ts';

/** Where a repository keeps its settings. */
export const SETTINGS_PATH = '.github/tollgate.yml';

export interface ReadSettings {
  readonly settings: Settings;
  readonly problems: readonly Problem[];
}

/**
 * Reads settings. What is wrong becomes a problem at its place, and the rest still holds: one bad key never switches governance
 * off. Each problem leaves the run undecided, since a setting that was meant did not count.
 */
export function parseSettings(file: SourceFile): ReadSettings {
  if (file.size > MAX_BYTES || isTooDeep(file.text)) return { settings: DEFAULT_SETTINGS, problems: [startProblem(file, TOO_MUCH)] };
  const document = parseDocument(file.text, { uniqueKeys: true, prettyErrors: false, logLevel: 'silent' });
  const place = placesIn(file, document);
  const syntax = document.errors.map((error) =>
    problem('settings-unreadable', `These settings are no YAML: ${firstLine(error.message)}`, place.at(error.pos[0], error.pos[1])),
  );
  if (syntax.length > 0) return { settings: DEFAULT_SETTINGS, problems: syntax.slice(0, MAX_PROBLEMS) };
  const value = plainValue(document);
  if (value === undefined) return { settings: DEFAULT_SETTINGS, problems: [startProblem(file, TOO_MUCH)] };
  const read = SettingsFile.safeParse(value);
  if (read.success) return { settings: withDefaults(read.data), problems: [] };
  const problems = read.error.issues.slice(0, MAX_PROBLEMS).map((issue) => settingProblem(issue, place));
  return { settings: withDefaults(withoutBad(document, read.error.issues)), problems };
}

/** Packs of the settings that name nothing. */
export function checkPackNames(file: SourceFile | undefined, names: readonly string[]): readonly Problem[] {
  if (!file) return [];
  const place = placesIn(file, parseDocument(file.text, { logLevel: 'silent' }));
  return names.map((name) =>
    problem('settings', `\`packs.${name}\` names no policy, no package and no folder of a library`, place.key(['packs', name])),
  );
}

/** Settings that name what no library has: a phase or parameters of a policy that does not exist. */
export function checkPolicyNames(file: SourceFile | undefined, settings: Settings, policies: readonly string[]): readonly Problem[] {
  if (!file) return [];
  const place = placesIn(file, parseDocument(file.text, { logLevel: 'silent' }));
  const prefixes = settings.imports.map(({ prefix }) => prefix);
  return (['phases', 'parameters'] as const).flatMap((section) =>
    Object.keys(settings[section])
      .filter((id) => !policies.includes(id) && !isImportedId(id, prefixes))
      .map((id) => {
        const meant = nearestName(id, policies);
        return problem(
          'settings',
          `\`${section}.${id}\` names no policy${meant ? `: did you mean ${meant}?` : ''}`,
          place.key([section, id]),
        );
      }),
  );
}

/** Where settings say something: the value of a path, or the key that holds it. What is not written is at the start of the nearest part that is. */
export function placeOfSetting(file: SourceFile, path: readonly (string | number)[], part: 'key' | 'value'): Location {
  const document = parseDocument(file.text, { logLevel: 'silent' });
  const written = path.findLastIndex((_, at) => document.hasIn(path.slice(0, at + 1))) + 1;
  const place = placesIn(file, document);
  if (written === 0) return place.at(0, 0);
  return written === path.length && part === 'value' ? place.value(path) : place.key(path.slice(0, written));
}

/** Whether a setting is written at all. */
export const isWritten = (file: SourceFile, path: readonly (string | number)[]): boolean =>
  parseDocument(file.text, { logLevel: 'silent' }).hasIn(path);

const MAX_BYTES = 512 * 1024;
const MAX_PROBLEMS = 20;
const TOO_MUCH =
  'This settings file is larger or deeper than settings can be (512 KB, 100 levels, 20 uses of an alias), so the defaults hold.';

/** The document as plain data; undefined where its aliases would make too much of it. */
function plainValue(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES }) ?? {};
  } catch {
    return undefined;
  }
}

const MAX_ALIASES = 20;

interface Places {
  at(start: number, end: number): Location;
  key(path: readonly PropertyKey[]): Location;
  value(path: readonly PropertyKey[]): Location;
}

function placesIn(file: SourceFile, document: Document): Places {
  const lines = lineIndex(file.path, file.text);
  const ofNode = (node: Node | null | undefined): Location => lines.location(node?.range?.[0] ?? 0, node?.range?.[1] ?? 0);
  const value = (path: readonly PropertyKey[]): Location => ofNode(document.getIn(path, true) as Node | undefined);
  const key = (path: readonly PropertyKey[]): Location => {
    const parent = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents;
    const pair = isMap(parent) ? parent.items.find((item) => isScalar(item.key) && item.key.value === path.at(-1)) : undefined;
    return pair ? ofNode(pair.key as Node) : value(path);
  };
  return { at: (start, end) => lines.location(start, end), key, value };
}

function settingProblem(given: z.core.$ZodIssue, place: Places): Problem {
  const issue = meantIssue(given);
  const name = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') return unknownKey(name, issue, place);
  return problem('settings', `\`${name || 'settings'}\` has a value that is not allowed: ${allowedIn(issue)}`, place.value(issue.path));
}

/** Where a value may have several shapes: what is wrong with the one that was meant, which is the one that fits best. */
function meantIssue(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors.flat().toSorted((one, other) => fit(other) - fit(one))[0];
  return inner && fit(inner) > 0 ? meantIssue({ ...inner, path: [...issue.path, ...inner.path] }) : issue;
}

/** A key or a value further inside shows which shape was meant; a value of another type shows nothing. */
function fit({ code, path }: z.core.$ZodIssue): number {
  if (code === 'unrecognized_keys') return 1000 + path.length;
  return path.length * 2 + (code === 'invalid_value' ? 1 : 0);
}

function allowedIn(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') return `one of ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'too_small') return `at least ${issue.minimum} is wanted`;
  const types = (issue.code === 'invalid_union' ? issue.errors.flat() : [issue]).flatMap((one) =>
    one.code === 'invalid_type' ? (TYPES.get(one.expected) ?? one.expected) : [],
  );
  return types.length > 0 ? `${[...new Set(types)].join(' or ')} is wanted` : firstLine(issue.message);
}

const TYPES: ReadonlyMap<string, string> = new Map([
  ['string', 'a text'],
  ['array', 'a list'],
  ['object', 'a mapping'],
  ['record', 'a mapping'],
  ['boolean', 'true or false'],
  ['number', 'a number'],
  ['int', 'a whole number'],
]);

function unknownKey(name: string, issue: z.core.$ZodIssueUnrecognizedKeys, place: Places): Problem {
  const key = issue.keys[0] ?? '';
  const meant = nearestName(key, KNOWN_KEYS);
  const full = name === '' ? key : `${name}.${key}`;
  return problem('settings', `\`${full}\` is no setting${meant ? `: did you mean ${meant}?` : ''}`, place.key([...issue.path, key]));
}

const INNER_KEYS =
  'name branches paths phase when otherwise overridable environment classification use_case labels teams not surface ladder aliases tags team slack email exceptions approvers quota per policy dialects dialect tool files severity suppressible';
const KNOWN_KEYS: readonly string[] = [...Object.keys(SettingsFile.shape), ...INNER_KEYS.split(' ')];

/** The settings that are left when each section with a bad value is taken out as a whole. */
function withoutBad(document: Document, issues: readonly z.core.$ZodIssue[]): SettingsFile {
  for (const issue of issues) {
    const bad = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path.slice(0, 2)];
    for (const path of bad) document.deleteIn(path);
  }
  const again = SettingsFile.safeParse(plainValue(document));
  return again.success ? again.data : {};
}

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? '';

function problem(code: string, message: string, location: Location): Problem {
  return { code, message, location, undecided: true };
}

function startProblem(file: SourceFile, message: string): Problem {
  const start = { line: 1, column: 1, offset: 0 };
  return problem('settings-unreadable', message, { file: file.path, start, end: start });
}

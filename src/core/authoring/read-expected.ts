import type { Json } from '../../model/json.ts';
import type { Location, SourceFile } from '../../model/source.ts';
import { entriesOf, entry, itemsOf, textAt, toJson, type DocumentNode } from '../text/document-tree.ts';
import { nearestName } from '../text/nearest-name.ts';
import { parseYaml } from '../text/yaml-tree.ts';
import type { Fault } from './authored.ts';

/** What a case says of one finding: whatever it names must be so. */
export interface ExpectedFinding {
  readonly location: Location;
  readonly told: Readonly<Partial<Record<(typeof KEYS)[number], string>>>;
}

export interface Expected {
  readonly findings: readonly ExpectedFinding[];
  /** Codes of problems that the case is about. */
  readonly problems: readonly string[];
  /** Laid over the library's own. */
  readonly parameters: Json;
  readonly faults: readonly Fault[];
}

export const KEYS = ['policy', 'rule', 'asset', 'field', 'file', 'line', 'message', 'disposition', 'phase'] as const;
const TOP = ['findings', 'problems', 'parameters'] as const;

/** Reads an `expected.yml`. Never throws; what cannot be read is a fault at its place. */
export function readExpected(file: SourceFile): Expected {
  const { documents, problems } = parseYaml(file);
  const [root] = documents;
  const faults: Fault[] = problems.map(({ location, message }) => faultAt(location, message));
  const unknown = (node: DocumentNode | undefined, known: readonly string[]): void =>
    void faults.push(
      ...entriesOf(node).flatMap(({ key, keyLocation }) => (known.includes(key) ? [] : [misnamed(key, keyLocation, known)])),
    );
  unknown(root, TOP);
  const listed = entry(root, 'findings');
  if (listed?.value.kind !== 'list')
    faults.push({
      ...placeOf(listed?.value.location ?? startOf(file)),
      message: 'a case lists its findings',
      fix: 'write `findings: []` where the policy passes',
    });
  const items = itemsOf(listed?.value);
  for (const item of items) unknown(item, KEYS);
  const given = entry(root, 'parameters');
  return {
    findings: items.map((item) => ({ location: item.location, told: toldIn(item) })),
    problems: itemsOf(entry(root, 'problems')?.value).flatMap((item) => textAt(item) ?? []),
    parameters: given ? toJson(given.value) : {},
    faults,
  };
}

const toldIn = (item: DocumentNode): ExpectedFinding['told'] =>
  Object.fromEntries(KEYS.flatMap((key) => (textAt(item, key) === undefined ? [] : [[key, textAt(item, key)]])));

const startOf = ({ path }: SourceFile): Location => {
  const start = { line: 1, column: 1, offset: 0 };
  return { file: path, start, end: start };
};

const placeOf = ({ file, start }: Location): Pick<Fault, 'file' | 'line' | 'column'> => ({ file, line: start.line, column: start.column });

export const faultAt = (location: Location, message: string, fix?: string): Fault => ({
  ...placeOf(location),
  message,
  ...(fix === undefined ? {} : { fix }),
});

function misnamed(key: string, location: Location, known: readonly string[]): Fault {
  const meant = nearestName(key, known);
  return faultAt(location, `\`${key}\` is no key of a case`, meant === undefined ? `known: ${known.join(', ')}` : `write \`${meant}\``);
}

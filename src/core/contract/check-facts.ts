import type { Facts } from '../../model/asset.ts';
import type { Json } from '../../model/json.ts';
import type { Location } from '../../model/source.ts';
import { at, entriesOf, itemsOf, textAt, toJson, type DocumentNode, type Entry } from '../text/document-tree.ts';

const OPERATOR = /^(?:mustBe|mustNotBe)/;

interface Told {
  readonly key: string;
  readonly value: Json;
  readonly location: Location;
}

/** A map of what must hold, with the place of each entry. */
export function mapFact(name: string, told: readonly Told[]): Facts {
  const [first] = told;
  if (!first) return {};
  return {
    [name]: {
      value: Object.fromEntries(told.map(({ key, value }) => [key, value])),
      location: first.location,
      parts: Object.fromEntries(told.map(({ key, location }) => [key, location])),
    },
  };
}

/** The checks of quality under their names, as both standards list them: `row_count.mustBeGreaterThan`. */
export function qualityFact(node: DocumentNode): Facts {
  return mapFact(
    'quality',
    itemsOf(at(node, 'quality')).flatMap((check, index) => checkOf(check, index)),
  );
}

function checkOf(check: DocumentNode, index: number): readonly Told[] {
  const label =
    ['id', 'name', 'metric', 'rule', 'query', 'description'].map((key) => textAt(check, key)).find((text) => text !== undefined) ??
    `check ${index + 1}`;
  const operators = entriesOf(check).filter(({ key }) => OPERATOR.test(key));
  if (operators.length === 0)
    return [{ key: label, value: textAt(check, 'query') ?? textAt(check, 'metric') ?? true, location: check.location }];
  return operators.map(({ key, keyLocation, value }) => ({ key: `${label}.${key}`, value: toJson(value), location: keyLocation }));
}

/** Bounds on values: the entries of a map that name one. */
export function constraintsFact(entries: readonly Entry[]): Facts {
  const bounds = entries.filter(({ key }) => BOUNDS.has(key));
  return mapFact(
    'constraints',
    bounds.map(({ key, keyLocation, value }) => ({ key, value: toJson(value), location: keyLocation })),
  );
}

const BOUNDS: ReadonlySet<string> = new Set(
  'minLength maxLength pattern format minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minItems maxItems uniqueItems minProperties maxProperties enum precision scale'.split(
    ' ',
  ),
);

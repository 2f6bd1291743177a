import type { Fact, Facts } from '../../../model/asset.ts';
import type { Location } from '../../../model/source.ts';
import type { JinjaTag } from '../../sql/scan-jinja.ts';
import type { LineIndex } from '../../text/line-index.ts';
import type { Reference } from './part.ts';

/** `ref('model')`, `ref('package', 'model')`, `ref('model', v=2)`, `source('source', 'table')`. */
const CALL =
  /\b(ref|source)\s*\(\s*(['"])([^'"]+)\2(?:\s*,\s*(['"])([^'"]+)\4)?(?:\s*,\s*(?:v|version)\s*=\s*['"]?([\w.]+)['"]?)?(?:\s*\))?/g;

/** A call in a text, with where it stands there. */
interface Call {
  readonly reference: Omit<Reference, 'location' | 'tag'>;
  readonly start: number;
  readonly end: number;
}

function callsIn(text: string): readonly Call[] {
  return [...text.matchAll(CALL)].flatMap((match): readonly Call[] => {
    const [whole, call, , first = '', , second, version] = match;
    if (call === 'source' && second === undefined) return [];
    const reference = {
      call: call === 'source' ? ('source' as const) : ('ref' as const),
      name: second ?? first,
      ...(second === undefined ? {} : { from: first }),
      ...(version === undefined ? {} : { version }),
    };
    return [{ reference, start: match.index, end: match.index + whole.length }];
  });
}

/** A reference in a template, and the tags that stand for what it names, by where they start. */
export interface TagReferences {
  readonly references: readonly Reference[];
  /** The index of the reference that the tag at an offset is. */
  readonly byTag: ReadonlyMap<number, number>;
}

/** Every `ref` and `source` of the tags. */
export function tagReferences(tags: readonly JinjaTag[], lines: LineIndex): TagReferences {
  const references: Reference[] = [];
  const byTag = new Map<number, number>();
  const variables = new Map<string, number>();
  for (const tag of tags) {
    if (tag.kind === 'comment') continue;
    for (const { reference, start, end } of callsIn(tag.body)) {
      const alone = tag.kind === 'expression' && start === 0 && end === tag.body.length;
      if (alone) byTag.set(tag.start, references.length);
      const name = variableOf(tag, start, end);
      if (name !== undefined) variables.set(name, references.length);
      const at = tag.bodyStart;
      const location = lines.location(at + start, at + end);
      references.push({ ...reference, location, ...(alone ? { tag: lines.location(tag.start, tag.end) } : {}) });
    }
    const known = tag.kind === 'expression' ? variables.get(tag.body) : undefined;
    if (known !== undefined) byTag.set(tag.start, known);
  }
  return { references, byTag };
}

/** `{% set orders = ref('orders') %}` gives the relation a name. */
function variableOf({ kind, body }: JinjaTag, start: number, end: number): string | undefined {
  if (kind !== 'statement' || end !== body.length) return undefined;
  return /^set\s+(\w+)\s*=\s*$/.exec(body.slice(0, start))?.[1];
}

/** Comments and other texts of Python, in which a call is none. */
const NO_CODE = /#[^\n]*|\b(?:dbt\s*\.\s*)?(?:ref|source)\s*\(|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g;

/** `dbt.ref('model')` and `dbt.source('source', 'table')` of a Python model. */
export function pythonReferences(text: string, lines: LineIndex): readonly Reference[] {
  const starts = new Set(
    [...text.matchAll(NO_CODE)].flatMap(({ 0: found, index }) => (found.startsWith('dbt') ? [index + found.search(/ref|source/)] : [])),
  );
  return callsIn(text).flatMap(({ reference, start, end }) =>
    starts.has(start) ? [{ ...reference, location: lines.location(start, end) }] : [],
  );
}

/** `ref('a')` as it stands in properties, such as in `depends_on`. */
export function referenceIn(text: string, location: Location): Reference | undefined {
  const [call] = callsIn(text);
  return call && { ...call.reference, location };
}

/** What is read, as a fact: each name once, where it stands first. */
export function upstreamFact(references: readonly Reference[], whole?: Location): Facts {
  const unique = [...new Map(references.toReversed().map((one) => [shownOf(one), one])).values()].reverse();
  const [first] = unique;
  if (!first) return {};
  const parts = Object.fromEntries(unique.map(({ location }, index) => [String(index), location]));
  const upstream: Fact = { value: unique.map(shownOf), location: whole ?? first.location, parts };
  return { upstream };
}

const shownOf = ({ call, name, from }: Reference): string => (call === 'source' ? `${from}.${name}` : name);

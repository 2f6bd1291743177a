import type { Facts } from '../../../model/asset.ts';
import {
  isDone,
  isNext,
  isSign,
  placeOf,
  skip,
  sourceOf,
  take,
  takeAny,
  takeGroup,
  partsOf,
  within,
  type Cursor,
  type Span,
} from '../../sql/cursor.ts';
import { factOf, mergeFacts } from './facts.ts';
import { takeName, type Name } from '../../sql/names.ts';
import type { Step } from './part.ts';
import { readField, takeFieldOptions, takeType } from './read-columns.ts';
import { tagsIn, takeComment, takeGovernance } from './read-options.ts';

/** `ALTER COLUMN a …`, `MODIFY a …`, `CHANGE a b …`, in lists and groups too: from behind the verb to the end of its action. */
export function alterField(cursor: Cursor, verb: string): readonly Step[] {
  if (takeAny(cursor, ['CONSTRAINT', 'INDEX', 'PARTITION']) !== undefined) return rest(cursor);
  const plural = takeAny(cursor, ['COLUMNS', 'COLUMN']) !== undefined;
  if (isSign(cursor, '(')) return partsOf(cursor, takeGroup(cursor)).flatMap((part) => oneField(within(cursor, part), verb, true));
  const steps: Step[] = [];
  let isColumn = plural;
  do {
    const span = actionSpan(cursor);
    steps.push(...oneField(within(cursor, span), verb, isColumn));
    cursor.at = span.to;
    isColumn = isSign(cursor, ',') && isNext({ ...cursor, at: cursor.at + 1 }, 'COLUMN');
    if (isColumn) cursor.at += 2;
  } while (isColumn);
  return steps;
}

function rest(cursor: Cursor): readonly Step[] {
  cursor.at = actionSpan(cursor).to;
  return [];
}

/** Up to the next comma; a list of tags reaches to the end, since its commas part the tags. */
function actionSpan(cursor: Cursor): Span {
  const look = { ...cursor };
  while (!isDone(look) && !isSign(look, ',')) {
    if (take(look, 'SET', 'TAG') && !isSign(look, '(')) return { from: cursor.at, to: cursor.end };
    skip(look);
  }
  return { from: cursor.at, to: look.at };
}

function oneField(cursor: Cursor, verb: string, isColumn: boolean): readonly Step[] {
  if (!isColumn) take(cursor, 'COLUMN');
  take(cursor, 'IF', 'EXISTS');
  const name = takeName(cursor);
  if (!name) return [];
  if (verb === 'CHANGE') return changeField(cursor, name);
  return takeChanges(cursor, name);
}

/** MySQL and Spark: `CHANGE old new TYPE …`; the whole declaration is given anew. */
function changeField(cursor: Cursor, name: Name): readonly Step[] {
  const field = readField(cursor);
  const renamed: readonly Step[] =
    field.name === name.shown ? [] : [{ do: 'rename-field', name: name.shown, to: field.name, location: name.location }];
  const change: Step = {
    do: 'change-field',
    name: field.name,
    location: name.location,
    facts: field.facts,
    unset: [],
    ...(field.type === undefined ? {} : { type: field.type }),
  };
  return [...renamed, change];
}

interface Change {
  readonly type?: string;
  readonly facts: Facts;
  readonly unset: readonly string[];
}

function takeChanges(cursor: Cursor, name: Name): readonly Step[] {
  const from = cursor.at;
  const change = takeChange(cursor, from);
  const empty = change.type === undefined && Object.keys(change.facts).length + change.unset.length === 0;
  return empty ? [] : [{ do: 'change-field', name: name.shown, location: name.location, ...change }];
}

function takeChange(cursor: Cursor, from: number): Change {
  const at = (): ReturnType<typeof placeOf> => placeOf(cursor, { from, to: cursor.at });
  const fact = (name: string, value: boolean): Change => ({ facts: { [name]: { value, location: at() } }, unset: [] });
  if (take(cursor, 'SET', 'DATA', 'TYPE') || take(cursor, 'TYPE') || take(cursor, 'SET', 'TYPE')) return typed(cursor);
  if (take(cursor, 'SET', 'NOT', 'NULL')) return fact('nullable', false);
  if (take(cursor, 'DROP', 'NOT', 'NULL') || take(cursor, 'SET', 'NULL')) return fact('nullable', true);
  if (take(cursor, 'SET', 'DEFAULT')) return { facts: { default: defaultOf(cursor) }, unset: [] };
  if (take(cursor, 'DROP', 'DEFAULT')) return { facts: {}, unset: ['default'] };
  if (takeAny(cursor, ['SET TAGS', 'SET TAG']) !== undefined) return { facts: tagList(cursor), unset: [] };
  if (takeAny(cursor, ['UNSET TAGS', 'UNSET TAG']) !== undefined) return { facts: {}, unset: tagsGone(cursor) };
  if (takeAny(cursor, ['UNSET MASKING POLICY', 'DROP MASK', 'DROP MASKED', 'DROP MASKING POLICY']) !== undefined)
    return { facts: {}, unset: ['masking'] };
  if (takeAny(cursor, ['UNSET PROJECTION POLICY']) !== undefined) return { facts: {}, unset: ['projection_policy'] };
  return takeOther(cursor);
}

function takeOther(cursor: Cursor): Change {
  const marked = take(cursor, 'SET') || take(cursor, 'ADD');
  const governed = takeGovernance(cursor);
  if (governed) return { facts: governed, unset: [] };
  if (take(cursor, 'COMMENT')) return { facts: takeComment(cursor), unset: [] };
  if (marked) return { facts: {}, unset: [] };
  const declared = typed(cursor);
  return cursor.at < cursor.end ? { ...declared, facts: mergeFacts(declared.facts, takeFieldOptions(cursor)) } : declared;
}

function typed(cursor: Cursor): Change {
  const type = takeType(cursor);
  const facts = takeFieldOptions(cursor);
  return { ...(type === undefined ? {} : { type }), facts, unset: [] };
}

function defaultOf(cursor: Cursor) {
  const span = { from: cursor.at, to: cursor.end };
  cursor.at = cursor.end;
  return factOf(sourceOf(cursor, span), placeOf(cursor, span));
}

function tagList(cursor: Cursor): Facts {
  return tagsIn(cursor, isSign(cursor, '(') ? takeGroup(cursor) : { from: cursor.at, to: cursor.end });
}

function tagsGone(cursor: Cursor): readonly string[] {
  const span = isSign(cursor, '(') ? takeGroup(cursor) : { from: cursor.at, to: cursor.end };
  return partsOf(cursor, span).flatMap((part) => {
    const name = takeName(within(cursor, part));
    return name ? [`tags.${name.parts.at(-1) ?? ''}`] : [];
  });
}

import { peek, take, takeGroup, valueOf, word } from '../sql/cursor.ts';
import type { Item, Pipe, Query } from './model.ts';
import { takePairs } from './names.ts';
import { readItems } from './read-items.ts';
import { readShape } from './read-shape.ts';
import { readSources } from './read-sources.ts';
import { placeOfToken, inGroup, isNamed, isOpening, signAt, type Reader } from './reader.ts';
import { walkClauses } from './walk.ts';
import { JOIN_WORDS } from './words.ts';

/** The steps behind `|>`. Source: BigQuery, "Pipe query syntax"; Databricks, "SQL Pipeline syntax". */
export function readPipes(reader: Reader): readonly Pipe[] {
  const pipes: Pipe[] = [];
  while (signAt(reader) === '|' && signAt(reader, 1) === '>') {
    reader.at += 2;
    const pipe = readPipe(reader);
    if (pipe) pipes.push(pipe);
    while (reader.at < reader.end && !(signAt(reader) === '|' && signAt(reader, 1) === '>') && signAt(reader) !== ';') {
      const { at } = reader;
      walkClauses(reader);
      if (reader.at === at) reader.at++;
    }
  }
  return pipes;
}

function readPipe(reader: Reader): Pipe | undefined {
  const upper = word(reader);
  if (upper === 'SELECT' || upper === 'EXTEND' || upper === 'WINDOW') return itemsPipe(reader, upper === 'SELECT' ? 'select' : 'extend');
  if (upper === 'AGGREGATE') return aggregatePipe(reader);
  if (upper === 'SET') return setPipe(reader);
  if (upper === 'DROP') return { do: 'drop', names: listBehind(reader) };
  if (upper === 'RENAME') return renamePipe(reader);
  if (JOIN_WORDS.has(upper)) return { do: 'join', from: readSources(joinReader(reader)) };
  if (upper === 'AS') return aliasPipe(reader);
  if (upper === 'PIVOT' || upper === 'UNPIVOT') return readShape(reader);
  return /^(?:UNION|INTERSECT|EXCEPT)$/.test(upper) ? unionPipe(reader) : undefined;
}

function itemsPipe(reader: Reader, what: 'select' | 'extend'): Pipe {
  reader.at++;
  if (what === 'select') take(reader, 'DISTINCT');
  return { do: what, items: readItems(reader).items };
}

/** What it groups by comes first, then what it aggregates. */
function aggregatePipe(reader: Reader): Pipe {
  reader.at++;
  const made = readItems(reader).items;
  take(reader, 'GROUP');
  take(reader, 'AND', 'ORDER');
  const keys = take(reader, 'BY') ? readItems(reader).items : [];
  return { do: 'select', items: [...keys, ...made] };
}

/** `SET a = 1, b = c`. */
function setPipe(reader: Reader): Pipe {
  reader.at++;
  const items: Item[] = [];
  while (isNamed(peek(reader)) && signAt(reader, 1) === '=') {
    const token = peek(reader);
    reader.at += 2;
    const [item] = readItems({ ...reader, end: endOfItem(reader) }).items;
    if (token && item?.do === 'value') items.push({ ...item, name: valueOf(reader, token), at: placeOfToken(reader, token) });
    reader.at = endOfItem(reader);
    if (signAt(reader) === ',') reader.at++;
  }
  return { do: 'set', items };
}

function endOfItem(reader: Reader): number {
  const look = { ...reader };
  while (look.at < look.end && signAt(look) !== ',' && !(signAt(look) === '|' && signAt(look, 1) === '>')) {
    if (isOpening(look, look.at)) takeGroup(look);
    else look.at++;
  }
  return look.at;
}

function listBehind(reader: Reader): readonly string[] {
  reader.at++;
  const names: string[] = [];
  for (let token = peek(reader); token && isNamed(token); token = peek(reader)) {
    names.push(valueOf(reader, token).toLowerCase());
    reader.at++;
    if (signAt(reader) !== ',') break;
    reader.at++;
  }
  return names;
}

function renamePipe(reader: Reader): Pipe {
  reader.at++;
  const pairs = [...takePairs(reader)];
  while (signAt(reader) === ',') {
    reader.at++;
    pairs.push(...takePairs(reader));
  }
  return { do: 'rename', pairs };
}

/** The words of a join and all relations behind them, as a FROM has them. */
function joinReader(reader: Reader): Reader {
  while (JOIN_WORDS.has(word(reader))) reader.at++;
  return reader;
}

function aliasPipe(reader: Reader): Pipe {
  const token = peek(reader, 1);
  reader.at += 2;
  return { do: 'alias', name: token ? valueOf(reader, token).toLowerCase() : '' };
}

function unionPipe(reader: Reader): Pipe {
  reader.at++;
  while (/^(?:ALL|DISTINCT|BY|NAME|CORRESPONDING|STRICT)$/.test(word(reader))) reader.at++;
  const queries: Query[] = [];
  while (isOpening(reader, reader.at)) {
    queries.push(inGroup(reader, () => reader.readQuery(reader)));
    if (signAt(reader) === ',') reader.at++;
  }
  return { do: 'union', queries };
}

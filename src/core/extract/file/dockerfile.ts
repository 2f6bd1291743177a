import type { SourceFile } from '../../../model/source.ts';
import type { DocumentNode } from '../../text/document-tree.ts';
import { lineIndex, type LineIndex } from '../../text/line-index.ts';
import type { Parsed } from './parsed.ts';
import { entryOf, list, map, problem, scalar } from './trees.ts';

interface Instruction {
  readonly start: number;
  readonly end: number;
  readonly command: string;
  readonly rest: string;
  readonly comments: readonly string[];
}

/** Dockerfiles as a list of instructions: `Cmd`, `SubCmd`, `Flags`, `Value`, `JSON`, `Stage`. Source: conftest, parser/docker. */
export function readDockerfile(file: SourceFile): Parsed {
  const lines = lineIndex(file.path, file.text);
  const { instructions, unknown } = instructionsOf(file.text);
  let stage = -1;
  const commands = instructions.flatMap((one) => {
    if (one.command === 'from') stage++;
    const comments = one.comments.map((text) => commandTree({ ...one, command: 'comment' }, { values: [text] }, stage, lines));
    return [...comments, instructionTree(one, stage, lines)];
  });
  const location = lines.location(0, file.text.length);
  const problems = unknown.map(([start, end]) =>
    problem(lines, [start, end], 'dockerfile-unreadable', 'This is no instruction of a Dockerfile.'),
  );
  return { documents: [list([list(commands, location)], location)], problems: problems.slice(0, 10) };
}

const WORDS = 'add arg cmd copy entrypoint env expose from healthcheck label maintainer onbuild run shell stopsignal user volume workdir';
const COMMANDS: ReadonlySet<string> = new Set(WORDS.split(' '));

/** One instruction reaches over lines that end with a backslash, and over its heredocs; comments between them do not count. */
function instructionsOf(text: string): {
  readonly instructions: readonly Instruction[];
  readonly unknown: readonly (readonly [number, number])[];
} {
  const instructions: Instruction[] = [];
  const unknown: (readonly [number, number])[] = [];
  const rows = rowsOf(text);
  let comments: string[] = [];
  for (let at = 0; at < rows.length; at++) {
    const first = rows[at] ?? { start: 0, text: '' };
    const comment = /^\s*#\s?(.*)$/.exec(first.text)?.[1];
    if (comment !== undefined && !(instructions.length === 0 && DIRECTIVE.test(first.text))) comments.push(comment.trim());
    if (comment !== undefined || first.text.trim() === '') continue;
    const { told, last } = joined(rows, at);
    at = last;
    const [, word = '', rest = ''] = /^\s*(\S+)\s*([^]*)$/.exec(told) ?? [];
    const command = word.toLowerCase();
    const start = first.start + first.text.search(/\S/);
    if (COMMANDS.has(command)) instructions.push({ start, end: endOf(rows[last]), command, rest: rest.trimEnd(), comments });
    else unknown.push([first.start, endOf(first)]);
    comments = [];
  }
  return { instructions, unknown };
}

/** `# syntax=docker/dockerfile:1` at the top speaks to the builder. */
const DIRECTIVE = /^\s*#\s*\w+\s*=/;

const endOf = (row: Row | undefined): number => (row ? row.start + row.text.length : 0);

/** The text of the instruction that begins at a row, and its last row. */
function joined(rows: readonly Row[], from: number): { readonly told: string; readonly last: number } {
  const parts: string[] = [];
  let at = from;
  for (let row = rows[at]?.text ?? ''; ; row = rows[++at]?.text ?? '') {
    const isComment = at > from && /^\s*#/.test(row);
    const goesOn = /\\\s*$/.test(row) || isComment;
    if (!isComment) parts.push(row.replace(/\\\s*$/, ''));
    if (!goesOn || at + 1 >= rows.length) break;
  }
  const told = parts.join('');
  return { told, last: behindHeredocs(told, rows, at) };
}

interface Row {
  readonly start: number;
  readonly text: string;
}

function rowsOf(text: string): readonly Row[] {
  let start = 0;
  return text.split('\n').map((row) => {
    const told = { start, text: row.replace(/\r$/, '') };
    start += row.length + 1;
    return told;
  });
}

function behindHeredocs(instruction: string, rows: readonly Row[], from: number): number {
  let at = from;
  for (const [, mark = ''] of instruction.matchAll(/<<-?["']?(\w+)["']?/g)) {
    const end = rows.findIndex(({ text }, index) => index > at && text.trim() === mark);
    if (end < 0) return rows.length - 1;
    at = end;
  }
  return at;
}

function instructionTree(one: Instruction, stage: number, lines: LineIndex): DocumentNode {
  if (one.command !== 'onbuild') return commandTree(one, argumentsOf(one.command, one.rest), stage, lines);
  const [, sub = '', rest = ''] = /^(\S+)\s*([^]*)$/.exec(one.rest) ?? [];
  return commandTree(one, { ...argumentsOf(sub.toLowerCase(), rest), sub }, stage, lines);
}

interface Arguments {
  readonly values: readonly string[];
  readonly flags?: readonly string[];
  readonly json?: boolean;
  readonly sub?: string;
}

function commandTree(
  one: Instruction,
  { values, flags = [], json = false, sub = '' }: Arguments,
  stage: number,
  lines: LineIndex,
): DocumentNode {
  const location = lines.location(one.start, one.end);
  const texts = (all: readonly string[]): DocumentNode =>
    list(
      all.map((text) => scalar(text, location)),
      location,
    );
  const told: readonly (readonly [string, DocumentNode])[] = [
    ['Cmd', scalar(one.command, location)],
    ['Flags', texts(flags)],
    ['JSON', scalar(json, location)],
    ['Stage', scalar(Math.max(0, stage), location)],
    ['SubCmd', scalar(sub, location)],
    ['Value', texts(values)],
  ];
  return map(
    told.map(([key, value]) => entryOf(key, location, value)),
    location,
  );
}

const WHOLE: ReadonlySet<string> = new Set(['run', 'cmd', 'entrypoint', 'shell', 'maintainer', 'stopsignal', 'user', 'workdir']);
const PAIRS: ReadonlySet<string> = new Set(['env', 'label']);

function argumentsOf(command: string, written: string): Arguments {
  const flags: string[] = [];
  let rest = written;
  for (let found = /^(--[a-z-]+(?:=\S*)?)\s+/.exec(rest); found; found = /^(--[a-z-]+(?:=\S*)?)\s+/.exec(rest)) {
    flags.push(found[1] ?? '');
    rest = rest.slice(found[0].length);
  }
  const json = jsonList(rest);
  if (json) return { values: json, flags, json: true };
  if (WHOLE.has(command)) return { values: rest === '' ? [] : [rest.split('\n', 1)[0] ?? ''], flags };
  if (command === 'healthcheck') {
    const [, type = '', value = ''] = /^(\S+)\s*([^]*)$/.exec(rest) ?? [];
    return { values: value === '' ? [type] : [type, ...(jsonList(value) ?? [value])], flags };
  }
  return { values: PAIRS.has(command) ? pairs(rest) : rest.split(/\s+/).filter(Boolean), flags };
}

function jsonList(text: string): readonly string[] | undefined {
  if (!text.startsWith('[')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : undefined;
  } catch {
    return undefined;
  }
}

/** `A=1 B=2` is name, value and sign three by three; the old form `A some words` has no sign. */
function pairs(rest: string): readonly string[] {
  if (!/^\S+=/.test(rest)) {
    const [, name = '', value = ''] = /^(\S+)\s*([^]*)$/.exec(rest) ?? [];
    return [name, value, ''];
  }
  const found = rest.matchAll(/([^\s=]+)=((?:"(?:\\[^]|[^"\\])*"|'[^']*'|\\[^]|[^\s"'\\])*)/g);
  return [...found].flatMap(([, name = '', value = '']) => [name, value, '=']);
}

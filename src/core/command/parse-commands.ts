import type { Command, CommandName, ReadCommand } from '../../model/command.ts';
import { isDay } from '../is-over.ts';
import { cutText } from '../plan/cut-text.ts';
import { nearestName } from '../text/nearest-name.ts';
import { ALIASES, GRAMMAR, NAMES, type Part } from './grammar.ts';
import { spokenLines } from './spoken-lines.ts';
import { wordsOf, type Word } from './words.ts';

/** A comment that asks for more than this is no conversation. */
const MOST_COMMANDS = 5;

/**
 * The commands in a comment, a line each: `/tollgate except PII002 until 2026-12-31 because "…"`. Lines that are quoted or stand in code
 * say nothing. `inThread`: the comment answers one of Tollgate's, where Semgrep's short forms (`/fp`, `/ar`, `/other`, `/open`) are
 * understood, too. Linear in the comment's length.
 */
export function parseCommands(body: string, { inThread }: { readonly inThread: boolean }): readonly ReadCommand[] {
  // What is copied from an answer holds zero-width spaces, which keep names in it from calling people.
  const lines = spokenLines(body.replaceAll('\u200b', '')).flatMap((line) => commandIn(line, inThread));
  if (lines.length <= MOST_COMMANDS) return lines.map((read) => read());
  const words = `One comment takes ${MOST_COMMANDS} commands; this one has ${lines.length}, and none of them was done.`;
  return [{ wrong: words }];
}

/** Of what people wrote, no more is said back. */
const LONGEST = 60;

/** Each line that speaks to Tollgate, to be read. */
function commandIn(line: string, inThread: boolean): readonly (() => ReadCommand)[] {
  const [, slash = '', rest = ''] = /^ {0,3}\/([\w-]+)(?:\s+(.*))?$/.exec(line) ?? [];
  if (slash.toLowerCase() === 'tollgate') return [() => readCommand(rest)];
  const alias = inThread ? ALIASES.get(slash.toLowerCase()) : undefined;
  return alias === undefined ? [] : [() => readAlias(alias, rest)];
}

function readCommand(text: string): ReadCommand {
  const [first, ...words] = wordsOf(text);
  const name = first?.text.toLowerCase() ?? '';
  const known = NAMES.find((one) => one === name);
  return known ? readParts(known, words) : { wrong: unknown(name) };
}

function unknown(name: string): string {
  const meant = nearestName(name, NAMES);
  const what = name === '' ? '`/tollgate` asks for nothing' : `\`/tollgate ${cutText(name, LONGEST)}\` is no command`;
  return meant ? `${what}: did you mean \`${meant}\`?` : `${what}. There are ${NAMES.map((one) => `\`${one}\``).join(', ')}.`;
}

/** Everything behind a short form is the reason. */
function readAlias(name: CommandName, text: string): ReadCommand {
  const because = unquoted(text.trim());
  const command = { name, subjects: [], people: [], ...(because === '' ? {} : { because }) };
  return name !== 'open' && EXAMPLE.test(because) ? { wrong: missing(name, 'because') } : { command };
}

interface Draft {
  readonly subjects: string[];
  readonly people: string[];
  readonly parts: Partial<Record<Part, string>>;
}

function readParts(name: CommandName, words: readonly Word[]): ReadCommand {
  const draft: Draft = { subjects: [], people: [], parts: {} };
  for (let at = 0; at < words.length;) {
    const taken = takePart(name, words, at, draft);
    if (typeof taken === 'string') return { wrong: taken };
    at += taken;
  }
  const lacks = GRAMMAR[name].required.find((part) => draft.parts[part] === undefined);
  if (lacks) return { wrong: missing(name, lacks) };
  return { command: { name, subjects: draft.subjects, people: draft.people, ...draft.parts } satisfies Command };
}

/** How many words were taken, or what is wrong with them. */
function takePart(name: CommandName, words: readonly Word[], at: number, draft: Draft): number | string {
  const { parts, subjects, people } = GRAMMAR[name];
  const { text, quoted } = words[at] ?? { text: '', quoted: false };
  const part = quoted ? undefined : ([...parts.keys()].find((one) => one === text.toLowerCase()) ?? undefined);
  if (part) return takeValue(name, part, words.slice(at + 1), draft);
  if (people && text.startsWith('@')) return draft.people.push(text.slice(1)) && 1;
  if (subjects) return draft.subjects.push(text) && 1;
  return `\`${name}\` takes no \`${cutText(text, LONGEST)}\`. ${usage(name)}`;
}

function takeValue(name: CommandName, part: Part, rest: readonly Word[], draft: Draft): number | string {
  if (draft.parts[part] !== undefined) return `\`${part}\` stands there twice. ${usage(name)}`;
  const [first] = rest;
  const end = rest.findIndex(({ text, quoted }) => !quoted && GRAMMAR[name].parts.has(text.toLowerCase() as Part));
  const whole = part === 'because' || part === 'control';
  const own = first?.quoted || !whole ? rest.slice(0, 1) : rest.slice(0, end < 0 ? rest.length : end);
  const value = own
    .map(({ text }) => text)
    .join(' ')
    .trim();
  if (EXAMPLE.test(value)) return missing(name, part);
  if (part === 'until' && !isDay(value)) return `\`until ${cutText(value, LONGEST)}\` is no day of the calendar. Write it as YYYY-MM-DD.`;
  draft.parts[part] = value;
  return own.length + 1;
}

const missing = (name: CommandName, part: Part): string => `${GRAMMAR[name].parts.get(part) ?? ''} ${usage(name)}`.trim();

const usage = (name: CommandName): string => `Write \`${GRAMMAR[name].usage}\`.`;

/** Nothing, or what stands in our examples for something. */
const EXAMPLE = /^(?:…|\.{3})?$/;

const unquoted = (text: string): string => /^["“'](.*)["”']$/.exec(text)?.[1]?.trim() ?? text;

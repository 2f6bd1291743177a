import type { CommandName } from '../../model/command.ts';

export type Part = 'until' | 'because' | 'control' | 'ticket';

/** What stands behind a command: its parts with what to say where one is missing, and how it is written. */
export interface Grammar {
  readonly parts: ReadonlyMap<Part, string>;
  readonly required: readonly Part[];
  /** Whether findings can be named. */
  readonly subjects: boolean;
  readonly people: boolean;
  readonly usage: string;
}

const UNTIL: readonly [Part, string] = ['until', 'Say until which day.'];
const BECAUSE: readonly [Part, string] = ['because', 'Say why.'];
const CONTROL: readonly [Part, string] = ['control', 'Say what lessens the risk.'];
const TICKET: readonly [Part, string] = ['ticket', 'Name the ticket.'];

const about = (usage: string, ...parts: readonly (readonly [Part, string])[]): Grammar => ({
  parts: new Map(parts),
  required: [],
  subjects: true,
  people: false,
  usage,
});

export const GRAMMAR: Readonly<Record<CommandName, Grammar>> = {
  explain: about('/tollgate explain PII002'),
  recheck: { ...about('/tollgate recheck'), subjects: false },
  fix: about('/tollgate fix PII002'),
  except: {
    ...about('/tollgate except PII002 mart.customers.email until YYYY-MM-DD because "…"', UNTIL, BECAUSE, CONTROL, TICKET),
    required: ['until', 'because'],
  },
  approve: { ...about('/tollgate approve'), subjects: false },
  deny: { ...about('/tollgate deny because "…"', BECAUSE), subjects: false },
  snooze: { ...about('/tollgate snooze PII002 until YYYY-MM-DD', UNTIL), required: ['until'] },
  open: about('/tollgate open PII002'),
  assign: { ...about('/tollgate assign @login'), subjects: false, people: true },
  doctor: { ...about('/tollgate doctor'), subjects: false },
  'false-positive': { ...about('/tollgate false-positive PII002 because "…"', BECAUSE), required: ['because'] },
};

export const NAMES: readonly CommandName[] = Object.keys(GRAMMAR) as CommandName[];

/** Semgrep's short forms. Source: Semgrep Docs, "Triage findings through PR and MR comments". */
export const ALIASES: ReadonlyMap<string, CommandName> = new Map([
  ['fp', 'false-positive'],
  ['ar', 'except'],
  ['other', 'except'],
  ['open', 'open'],
]);

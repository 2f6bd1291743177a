import type { Location } from '../../../model/source.ts';
import { isSafeForInput } from './safe-types.ts';
import { placeOf, type Placed, type Type } from './merge-unit.ts';
import type { Member } from './part.ts';
import type { Say } from './say.ts';
import { compareUsages } from './compare-usages.ts';

interface Where {
  readonly asset: string;
  readonly path?: string;
  /** As people name it. */
  readonly name: string;
  readonly say: Say;
  /** An argument of a field: clients that do not know it may get something else. */
  readonly isArgument: boolean;
}

export function compareInputs(base: Type, head: Type, say: Say): void {
  for (const name of new Set([...base.members.keys(), ...head.members.keys()]))
    compareInput(base.members.get(name), head.members.get(name), {
      asset: head.name,
      path: name,
      name: `${head.name}.${name}`,
      say,
      isArgument: true,
    });
}

/** What clients send: a field of an input, or an argument. */
export function compareInput(base: Placed<Member> | undefined, head: Placed<Member> | undefined, where: Where): void {
  const member = head ?? base;
  if (!member) return;
  const { say, name: subject, asset } = where;
  const path = where.path === undefined || where.path.startsWith('@') ? subject : where.path;
  const own = { asset, path, subject, location: placeOf(member, member.is.span) };
  if (!head) return say({ ...own, kind: 'removed', weight: 'breaking', words: 'is removed' });
  if (!base) return addedInput(head, own, where);
  compareInputTypes(base.is, head.is, own, say);
  if (base.is.fallback !== head.is.fallback) sayFallback(base.is.fallback, head.is.fallback, own, say);
  compareUsages(placed(base), placed(head), { ...own, say });
}

export const placed = ({ is, lines }: Placed<Member>) => is.usages.map((usage) => ({ is: usage, lines }));

interface Own {
  readonly asset: string;
  readonly path: string;
  readonly subject: string;
  readonly location: Location;
}

function addedInput({ is }: Placed<Member>, own: Own, { say, isArgument }: Where): void {
  const isNeeded = is.type?.endsWith('!') === true && is.fallback === undefined;
  const weight = isNeeded ? 'breaking' : isArgument ? 'dangerous' : 'harmless';
  say({ ...own, kind: 'added', weight, after: is.type ?? '', words: isNeeded ? 'is new and needs a value' : 'is new' });
}

function compareInputTypes({ type: before = '' }: Member, { type: after = '' }: Member, own: Own, say: Say): void {
  if (before === after) return;
  const isSafe = isSafeForInput(before, after);
  const isRequired = !isSafe && after === `${before}!`;
  const words = isRequired ? 'now needs a value' : `changes its type from ${before} to ${after}`;
  const kind = isRequired ? 'newly-required' : before === `${after}!` ? 'no-longer-required' : isSafe ? 'type-widened' : 'type-changed';
  say({ ...own, kind, weight: isSafe ? 'harmless' : 'breaking', before, after, words });
}

function sayFallback(before: string | undefined, after: string | undefined, own: Own, say: Say): void {
  const told = { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
  const kind = before === undefined ? 'default-added' : after === undefined ? 'default-removed' : 'default-changed';
  const words =
    before === undefined
      ? `has the default ${after} now`
      : after === undefined
        ? 'has no default any more'
        : `has the default ${after} now, not ${before}`;
  say({ ...own, ...told, kind, weight: 'dangerous', words });
}

import { compareUsages } from './compare-usages.ts';
import { compareInput, placed } from './compare-inputs.ts';
import { placeOf, type Placed, type Type } from './merge-unit.ts';
import type { Member } from './part.ts';
import { isSafeForOutput } from './safe-types.ts';
import type { Say } from './say.ts';

interface Field {
  readonly asset: string;
  readonly path?: string;
  readonly subject: string;
  readonly say: Say;
}

/** What clients receive. Fields of a root type are assets of their own. */
export function compareFields(base: Type, head: Type, isRoot: boolean, say: Say): void {
  for (const name of new Set([...base.members.keys(), ...head.members.keys()])) {
    const subject = `${head.name}.${name}`;
    const field: Field = isRoot ? { asset: subject, subject, say } : { asset: head.name, path: name, subject, say };
    compareField(base.members.get(name), head.members.get(name), field);
  }
}

function compareField(base: Placed<Member> | undefined, head: Placed<Member> | undefined, { say, ...own }: Field): void {
  const member = head ?? base;
  if (!member) return;
  const location = placeOf(member, member.is.span);
  if (!head) return say({ ...own, kind: 'removed', weight: 'breaking', words: 'is removed', location });
  if (!base) return say({ ...own, kind: 'added', weight: 'harmless', words: 'is new', location });
  compareOutput(base.is, head, { ...own, say });
  const [before, after] = [parametersOf(base), parametersOf(head)];
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const path = own.path === undefined ? name : `${own.path}.${name}`;
    compareInput(before.get(name), after.get(name), { asset: own.asset, path, name: `${own.subject}.${name}`, say, isArgument: true });
  }
  compareUsages(placed(base), placed(head), { ...own, say, location });
}

const parametersOf = ({ is, lines }: Placed<Member>): ReadonlyMap<string, Placed<Member>> =>
  new Map(is.parameters.map((one) => [one.name, { is: one, lines }]));

function compareOutput({ type: before = '' }: Member, head: Placed<Member>, { say, ...own }: Field): void {
  const after = head.is.type ?? '';
  if (before === after) return;
  const isSafe = isSafeForOutput(before, after);
  const words = before === `${after}!` ? 'may now be null' : `changes its type from ${before} to ${after}`;
  const kind = before === `${after}!` ? 'type-widened' : isSafe ? 'type-narrowed' : 'type-changed';
  say({
    ...own,
    kind,
    weight: isSafe ? 'harmless' : 'breaking',
    before,
    after,
    words,
    location: placeOf(head, head.is.typeSpan ?? head.is.span),
  });
}

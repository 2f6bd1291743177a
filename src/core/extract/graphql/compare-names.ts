import { compareUsages } from './compare-usages.ts';
import { placed } from './compare-inputs.ts';
import { placeOf, type Type } from './merge-unit.ts';
import type { Say } from './say.ts';

/** Values of an enum: clients that get one they do not know may fail, those that send one that is gone do. */
export function compareValues(base: Type, head: Type, say: Say): void {
  for (const [name, before] of base.members) {
    const after = head.members.get(name);
    const own = { asset: head.name, path: name, subject: `${head.name}.${name}` };
    const location = placeOf(after ?? before, (after ?? before).is.span);
    if (!after) say({ ...own, kind: 'value-removed', weight: 'breaking', before: name, words: 'is removed', location });
    else compareUsages(placed(before), placed(after), { ...own, say, location });
  }
  for (const [name, after] of head.members)
    if (!base.members.has(name))
      say({
        kind: 'value-added',
        weight: 'dangerous',
        asset: head.name,
        path: name,
        after: name,
        subject: `${head.name}.${name}`,
        words: 'is new',
        location: placeOf(after, after.is.span),
      });
}

interface Own {
  readonly asset: string;
  readonly path?: string;
}

/** What a union may be, or an object implements: clients ask for it by name (`... on Contact`). */
export function compareMembers(base: Type, head: Type, own: Own, say: Say): void {
  const isUnion = head.kind === 'union';
  const subject = head.name;
  for (const name of base.names.keys())
    if (!head.names.has(name)) {
      const words = isUnion ? `may no longer be ${name}` : `no longer implements ${name}`;
      say({
        ...own,
        kind: 'type-narrowed',
        weight: 'breaking',
        before: name,
        subject,
        words,
        location: placeOf(head.first, head.first.is.span),
      });
    }
  for (const [name, named] of head.names)
    if (!base.names.has(name)) {
      const words = isUnion ? `may now also be ${name}` : `now implements ${name}`;
      say({ ...own, kind: 'type-widened', weight: 'dangerous', after: name, subject, words, location: placeOf(named, named.is.span) });
    }
}

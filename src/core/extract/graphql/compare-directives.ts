import { compareInput } from './compare-inputs.ts';
import { SERVICE } from './ids.ts';
import { placeOf, type Type } from './merge-unit.ts';
import type { Say } from './say.ts';

/** The definition of a directive: what clients may write in their queries. */
export function compareDirective(base: Type | undefined, head: Type | undefined, say: Say): void {
  const type = head ?? base;
  if (!type) return;
  const path = `@${type.name}`;
  const own = { asset: SERVICE, path, subject: path, location: placeOf(type.first, type.first.is.span) };
  if (!head) return say({ ...own, kind: 'removed', weight: 'breaking', words: 'is removed' });
  if (!base) return say({ ...own, kind: 'added', weight: 'harmless', words: 'is new' });
  if (base.first.is.isRepeatable === true && head.first.is.isRepeatable !== true)
    say({ ...own, kind: 'option-changed', weight: 'dangerous', words: 'may no longer be repeated' });
  for (const [name] of base.names)
    if (!head.names.has(name))
      say({ ...own, kind: 'value-removed', weight: 'breaking', before: name, words: `may no longer stand at ${name}` });
  for (const [name] of head.names)
    if (!base.names.has(name)) say({ ...own, kind: 'value-added', weight: 'harmless', after: name, words: `may now stand at ${name}` });
  for (const name of new Set([...base.members.keys(), ...head.members.keys()]))
    compareInput(base.members.get(name), head.members.get(name), { ...own, say, name: `${path}.${name}`, isArgument: false });
}

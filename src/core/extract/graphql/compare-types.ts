import { compareDirective } from './compare-directives.ts';
import { compareUsages } from './compare-usages.ts';
import { compareFields } from './compare-fields.ts';
import { compareInputs } from './compare-inputs.ts';
import { compareMembers, compareValues } from './compare-names.ts';
import { SERVICE } from './ids.ts';
import { placeOf, type Schema, type Type } from './merge-unit.ts';
import type { Said, Say } from './say.ts';

/** Whom clients ask: another root type is another API, though its fields may be alike. */
export function compareRoots(base: Schema, head: Schema, say: Say): void {
  const place = (head.own ?? head.types.values().next().value ?? base.types.values().next().value)?.first;
  if (!place) return;
  const location = placeOf(place, place.is.span);
  for (const operation of new Set([...base.roots.keys(), ...head.roots.keys()])) {
    const change = rootChange(base.roots.get(operation), head.roots.get(operation));
    if (change) say({ ...change, asset: SERVICE, path: operation, subject: `The root type of ${operation}`, location });
  }
  compareUsages(base.own?.usages ?? [], head.own?.usages ?? [], { asset: SERVICE, subject: 'The schema', say, location });
}

function rootChange(
  before: string | undefined,
  after: string | undefined,
): Pick<Said, 'kind' | 'weight' | 'before' | 'after' | 'words'> | undefined {
  if (before === after) return undefined;
  if (before === undefined) return { kind: 'added', weight: 'harmless', after: after ?? '', words: `is now ${after}` };
  if (after === undefined) return { kind: 'removed', weight: 'breaking', before, words: `is gone; it was ${before}` };
  return { kind: 'type-changed', weight: 'breaking', before, after, words: `is ${after} now, not ${before}` };
}

export function compareTypes(base: Schema, head: Schema, say: Say): void {
  const roots = new Set([...base.roots.values(), ...head.roots.values()]);
  for (const [name, before] of base.types) {
    const after = head.types.get(name);
    if (after) compareType(before, after, roots.has(name), say);
    else sayType('removed', before, roots.has(name), say);
  }
  for (const [name, after] of head.types) if (!base.types.has(name)) sayType('added', after, roots.has(name), say);
  for (const [name, before] of base.directives) compareDirective(before, head.directives.get(name), say);
  for (const [name, after] of head.directives) if (!base.directives.has(name)) compareDirective(undefined, after, say);
}

/** A root type is no asset of its own: its fields are. */
function sayType(kind: 'added' | 'removed', type: Type, isRoot: boolean, say: Say): void {
  const location = placeOf(type.first, type.first.is.span);
  const weight = kind === 'removed' ? 'breaking' : 'harmless';
  const words = kind === 'removed' ? 'is removed' : 'is new';
  if (!isRoot) return say({ kind, weight, asset: type.name, subject: type.name, words, location });
  say({ kind, weight, asset: SERVICE, path: type.name, subject: type.name, words, location });
  for (const member of type.members.values()) {
    const name = `${type.name}.${member.is.name}`;
    say({ kind, weight, asset: name, subject: name, words, location: placeOf(member, member.is.span) });
  }
}

function compareType(base: Type, head: Type, isRoot: boolean, say: Say): void {
  const location = placeOf(head.first, head.first.is.span);
  const asset = isRoot ? SERVICE : head.name;
  const path = isRoot ? { path: head.name } : {};
  if (base.kind !== head.kind) {
    const words = `is of another kind now: ${head.kind}, not ${base.kind}`;
    return say({
      kind: 'type-changed',
      weight: 'breaking',
      asset,
      ...path,
      before: base.kind,
      after: head.kind,
      subject: head.name,
      words,
      location,
    });
  }
  if (head.kind === 'object' || head.kind === 'interface') compareFields(base, head, isRoot, say);
  if (head.kind === 'input') compareInputs(base, head, say);
  if (head.kind === 'enum') compareValues(base, head, say);
  if (head.kind !== 'enum' && head.kind !== 'input') compareMembers(base, head, { asset, ...path }, say);
  compareUsages(base.usages, head.usages, { asset, ...path, subject: head.name, say, location });
}

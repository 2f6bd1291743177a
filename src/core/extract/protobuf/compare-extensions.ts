import type { Breaks, Difference } from '../../../model/difference.ts';
import { pairDeclarations } from '../../compatibility/pair-declarations.ts';
import { tell } from '../../compatibility/harm.ts';
import { compareFields } from './compare-fields.ts';
import type { FieldContext } from './kinds.ts';
import type { ExtensionView, ProtoUnit, Sides } from './unit.ts';

/** Extensions are fields of another message: they pair by that and their number. They belong to the file that declares them. */
export function compareExtensions({ base, head }: Sides): readonly Difference[] {
  const nameOf = ({ extendee, declaration }: ExtensionView): string => `${extendee}\n${declaration.field.number}`;
  const { pairs, removed, added } = pairDeclarations(base.extensions, head.extensions, nameOf, [({ file }) => file.key]);
  const byKey = new Map(head.files.map((file) => [file.key, file]));
  return [
    ...pairs.flatMap(([old, now]) => movedTo(old, now)),
    ...pairs.flatMap(([old, now]) =>
      old.file.file === now.file.file
        ? []
        : compareFields({
            asset: now.file.id,
            owner: now.extendee,
            fields: [old.declaration.field, now.declaration.field],
            contexts: [contextOf(old, base), contextOf(now, head)],
            isExtension: true,
          }),
    ),
    ...removed.map((view) => gone(view, byKey.get(view.file.key))),
    ...added.map(extensionAdded),
  ];
}

function movedTo(old: ExtensionView, { file, name, declaration: { field } }: ExtensionView): readonly Difference[] {
  if (old.file.key === file.key) return [];
  const breaks: readonly Breaks[] = ['source'];
  const message = tell(`The extension ${name} moves from ${old.file.key} to ${file.key}`, breaks);
  const sides = { before: { extension: old.file.key }, after: { extension: file.key } };
  return [{ kind: 'moved', asset: file.id, path: name, ...sides, breaks, message, location: file.place(field.at) }];
}

function contextOf({ file, declaration, name }: ExtensionView, unit: ProtoUnit): FieldContext {
  const scope = name.includes('.') ? name.slice(0, name.lastIndexOf('.')) : '';
  return { unit, file, message: file.messages.get(declaration.scope), scope };
}

/** At the message that declared it, where the head still has that one. */
function gone({ file, declaration: { scope, field }, extendee, name }: ExtensionView, now: ExtensionView['file'] | undefined): Difference {
  const breaks: readonly Breaks[] = ['source'];
  const outer = now?.messages.get(scope);
  return {
    kind: 'removed',
    asset: now?.id ?? file.id,
    path: name,
    before: { extension: name, extends: extendee, number: field.number },
    breaks,
    message: tell(`The extension ${name} of ${extendee} is removed`, breaks),
    location: now && outer ? now.place(outer.at) : file.place(field.at),
  };
}

function extensionAdded({ file, declaration: { field }, extendee, name }: ExtensionView): Difference {
  return {
    kind: 'added',
    asset: file.id,
    path: name,
    after: { extension: name, extends: extendee, number: field.number },
    breaks: [],
    message: `The extension ${name} of ${extendee} is new`,
    location: file.place(field.at),
  };
}

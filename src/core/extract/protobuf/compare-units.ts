import type { Breaks, Difference } from '../../../model/difference.ts';
import { pairDeclarations } from '../../compatibility/pair-declarations.ts';
import { tell } from '../../compatibility/harm.ts';
import { compareEnums } from './compare-enums.ts';
import { compareExtensions } from './compare-extensions.ts';
import { compareFiles } from './compare-files.ts';
import { compareMessages } from './compare-messages.ts';
import { compareServices } from './compare-services.ts';
import type { Declaration } from './part.ts';
import { fullName, type FileView, type ProtoUnit, type Sides, type TypeView } from './unit.ts';

/** How all declarations of a repository differ. Linear: every declaration is looked at once, those of unchanged files hardly. */
export function compareUnits(base: ProtoUnit, head: ProtoUnit): readonly Difference[] {
  const files = pairDeclarations(base.files, head.files, ({ key }) => key, [({ path }) => path]);
  const renamed = new Set(files.pairs.filter(([old, now]) => old.file.package !== now.file.package).map(([old]) => old));
  const sides: Sides = { base, head, files: new Map(files.pairs.map(([old, now]) => [old, now])), renamed };
  return [
    ...filesGone(files.removed, head),
    ...files.pairs.flatMap(([old, now]) => (old.file === now.file ? [] : compareFiles(old, now))),
    ...compareTypes([base.messages, head.messages], sides, 'message', (old, now) => compareMessages(old, now, sides)),
    ...compareTypes([base.enums, head.enums], sides, 'enum', compareEnums),
    ...compareTypes([base.services, head.services], sides, 'service', (old, now) => compareServices(old, now, sides)),
    ...compareExtensions(sides),
  ];
}

/** Code is generated for each file, and imported by its path. */
function filesGone(removed: readonly FileView[], head: ProtoUnit): readonly Difference[] {
  const still = new Set([...head.messages, ...head.enums, ...head.services].map(({ name }) => name));
  const packages = new Set(head.files.map(({ file }) => file.package));
  return removed.map((view) => {
    const { file } = view;
    const declared = [...file.messages, ...file.enums, ...file.services];
    return fileGone(view, packages.has(file.package) && declared.every(({ name }) => still.has(fullName(file.package, name))));
  });
}

function fileGone(file: FileView, isMoved: boolean): Difference {
  const what = isMoved ? `The file ${file.key} is gone; what it declared stands elsewhere` : `The file ${file.key} is removed`;
  const breaks: readonly Breaks[] = ['source'];
  return {
    kind: isMoved ? 'moved' : 'removed',
    asset: file.id,
    before: { file: file.key },
    breaks,
    message: tell(what, breaks),
    location: file.place(file.file.packageAt ?? file.file.syntaxAt ?? [0, 0]),
  };
}

type Word = 'message' | 'enum' | 'service';

function compareTypes<D extends Declaration>(
  [base, head]: readonly [readonly TypeView<D>[], readonly TypeView<D>[]],
  sides: Sides,
  word: Word,
  compare: (old: TypeView<D>, now: TypeView<D>) => readonly Difference[],
): readonly Difference[] {
  const { pairs, removed, added } = pairDeclarations(base, head, ({ name }) => name, [({ file }) => file.key, ({ file }) => file.path]);
  const nested = new Set(head.map(({ file, declaration }) => `${file.key}\n${declaration.name}`));
  const goesOn = ({ file, declaration }: TypeView<D>): boolean => sides.renamed.has(file) && nested.has(`${file.key}\n${declaration.name}`);
  return [
    ...removed.filter((view) => !goesOn(view)).map((view) => typeGone(view, sides, word)),
    ...pairs.flatMap(([old, now]) => [...movedTo(old, now, word), ...(old.declaration === now.declaration ? [] : compare(old, now))]),
    ...added.map((view) => typeAdded(view, word)),
  ];
}

function typeGone(view: TypeView<Declaration>, sides: Sides, word: Word): Difference {
  const breaks: readonly Breaks[] = word === 'service' ? ['clients', 'source'] : ['source'];
  return {
    kind: 'removed',
    asset: view.id,
    before: { [word]: view.name },
    breaks,
    message: tell(`The ${word} ${view.name} is removed`, breaks),
    location: placeOfGone(view, sides),
  };
}

/** The message around it, where the head still has that one; else its own place in the base. */
function placeOfGone({ name, file, declaration }: TypeView<Declaration>, { head }: Sides): Difference['location'] {
  const around = name.split('.').slice(0, -1);
  for (; around.length > 0; around.pop()) {
    const outer = head.types.get(around.join('.'));
    if (outer) return outer.view.file.place(outer.view.declaration.at);
  }
  return file.place(declaration.at);
}

/** A type that stands in another file is imported from there, and its code too. What is nested moves with what is around it. */
function movedTo(old: TypeView<Declaration>, now: TypeView<Declaration>, word: Word): readonly Difference[] {
  if (old.file.key === now.file.key || old.declaration.name.includes('.')) return [];
  const breaks: readonly Breaks[] = ['source'];
  const message = tell(`The ${word} ${now.name} moves from ${old.file.key} to ${now.file.key}`, breaks);
  const location = now.file.place(now.declaration.at);
  return [{ kind: 'moved', asset: now.id, before: { [word]: old.file.key }, after: { [word]: now.file.key }, breaks, message, location }];
}

function typeAdded(view: TypeView<Declaration>, word: Word): Difference {
  const message = `The ${word} ${view.name} is new`;
  return {
    kind: 'added',
    asset: view.id,
    after: { [word]: view.name },
    breaks: [],
    message,
    location: view.file.place(view.declaration.at),
  };
}

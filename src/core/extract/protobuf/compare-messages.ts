import type { Json } from '../../../model/json.ts';
import type { Breaks, Difference, DifferenceKind } from '../../../model/difference.ts';
import type { Location } from '../../../model/source.ts';
import { tell } from '../../compatibility/harm.ts';
import { compareFields } from './compare-fields.ts';
import { compareReserved } from './compare-reserved.ts';
import { chainAround, featureOf } from './features.ts';
import type { FieldDeclaration, MessageDeclaration, Option } from './part.ts';
import { isWithin, lostRanges, rangeText } from './ranges.ts';
import type { TypeView, Sides } from './unit.ts';

type View = TypeView<MessageDeclaration>;

/** How one message differs: by the numbers of its fields, since those are what is written. */
export function compareMessages(old: View, now: View, { base, head }: Sides): readonly Difference[] {
  const before = new Map(old.declaration.fields.map((field) => [field.number, field]));
  const after = new Map(now.declaration.fields.map((field) => [field.number, field]));
  const location = now.file.place(now.declaration.at);
  const contexts = [
    { unit: base, file: old.file, message: old.declaration, scope: old.name },
    { unit: head, file: now.file, message: now.declaration, scope: now.name },
  ] as const;
  const names = new Set(now.declaration.fields.map(({ name }) => name));
  return [
    ...[...before.values()].filter(({ number }) => !after.has(number)).map((field) => fieldGone(field, now, names.has(field.name))),
    ...[...before.values()].flatMap((field) => {
      const same = after.get(field.number);
      return same ? compareFields({ asset: now.id, owner: now.name, fields: [field, same], contexts }) : [];
    }),
    ...[...after.values()].filter(({ number }) => !before.has(number)).map((field) => fieldAdded(field, now)),
    ...oneofsGone(old, now),
    ...compareReserved(old.declaration, now.declaration, { asset: now.id, name: now.name, location }),
    ...extensionsGone(old, now, location),
    ...optionsOf(old, now),
  ];
}

function fieldGone(field: FieldDeclaration, { id, name, declaration, file }: View, isRenumbered: boolean): Difference {
  const isRequired = field.label === 'required';
  const reserved = [
    ...(isWithin(field.number, declaration.reserved) ? ['number'] : []),
    ...(declaration.reservedNames.includes(field.name) ? ['name'] : []),
  ];
  const breaks: Breaks[] = ['source'];
  if (isRequired || !reserved.includes('number')) breaks.push('wire');
  if (isRequired || reserved.length < 2) breaks.push('wire-json');
  const what = isRenumbered ? `goes by another number than ${field.number}` : `is removed${withoutReserving(field, reserved)}`;
  return {
    kind: isRenumbered ? 'renumbered' : 'removed',
    asset: id,
    path: field.name,
    before: { number: field.number, type: field.type, ...(isRequired ? { required: true } : {}) },
    after: { reserved },
    breaks,
    message: tell(`${name}.${field.name} ${what}`, breaks),
    location: file.place(declaration.at),
  };
}

function withoutReserving({ name, number }: FieldDeclaration, reserved: readonly string[]): string {
  const open = [
    ...(reserved.includes('number') ? [] : [`its number ${number}`]),
    ...(reserved.includes('name') ? [] : [`its name "${name}"`]),
  ];
  return open.length === 0 ? '' : `, and ${open.join(' and ')} can be used again (reserve ${open.length > 1 ? 'them' : 'it'})`;
}

/** Programs that do not know a required field neither send it nor read without it. */
function fieldAdded(field: FieldDeclaration, { id, name, file }: View): Difference {
  const isRequired = field.label === 'required';
  const breaks: readonly Breaks[] = isRequired ? ['source', 'wire', 'wire-json'] : [];
  return {
    kind: isRequired ? 'newly-required' : 'added',
    asset: id,
    path: field.name,
    after: { number: field.number, type: field.type, ...(isRequired ? { required: true } : {}) },
    breaks,
    message: tell(`${name}.${field.name} is new${isRequired ? ' and required' : ''}`, breaks),
    location: file.place(field.extent),
  };
}

function oneofsGone(old: View, now: View): readonly Difference[] {
  const names = new Set(now.declaration.oneofs.map(({ name }) => name));
  const breaks: readonly Breaks[] = ['source'];
  return old.declaration.oneofs
    .filter(({ name }) => !names.has(name))
    .map(({ name }) => ({
      kind: 'removed',
      asset: now.id,
      path: name,
      before: { oneof: name },
      breaks,
      message: tell(`The oneof ${now.name}.${name} is removed`, breaks),
      location: now.file.place(now.declaration.at),
    }));
}

function extensionsGone(old: View, now: View, location: Location): readonly Difference[] {
  const breaks: readonly Breaks[] = ['source'];
  return lostRanges(old.declaration.extensionRanges, now.declaration.extensionRanges).map((range) => ({
    kind: 'constraint-tightened',
    asset: now.id,
    before: { extensions: rangeText(range) },
    breaks,
    message: tell(`${now.name} no longer takes extensions of the numbers ${rangeText(range)}`, breaks),
    location,
  }));
}

const isSet = (options: readonly Option[], name: string): boolean => options.findLast((option) => option.name === name)?.value === true;

function optionsOf(old: View, now: View): readonly Difference[] {
  const jsonOf = ({ file, declaration }: View): string => featureOf('json_format', chainAround(file, declaration.name), file.file);
  const accessor = 'no_standard_descriptor_accessor';
  const [before, after] = [jsonOf(old), jsonOf(now)];
  const sets = (name: string): boolean => isSet(now.declaration.options, name) && !isSet(old.declaration.options, name);
  return [
    ...(before === 'ALLOW' && after !== 'ALLOW'
      ? [option(now, 'option-changed', { json_format: [before, after] }, ['source', 'wire-json'])]
      : []),
    ...(sets(accessor) ? [option(now, 'option-changed', { [accessor]: [false, true] }, ['source'])] : []),
    ...(sets('deprecated') ? [option(now, 'deprecated', { deprecated: [false, true] }, [])] : []),
  ];
}

function option(
  { id, name, file, declaration }: View,
  kind: DifferenceKind,
  changed: Record<string, readonly [Json, Json]>,
  breaks: readonly Breaks[],
): Difference {
  const [key = '', [before, after] = ['', '']] = Object.entries(changed)[0] ?? [];
  const set = declaration.options.findLast((one) => one.name === key || one.name === `features.${key}` || one.name === 'features');
  const what = kind === 'deprecated' ? 'is deprecated' : `changes \`${key}\` from ${String(before)} to ${String(after)}`;
  return {
    kind,
    asset: id,
    before: { [key]: before },
    after: { [key]: after },
    breaks,
    message: tell(`${name} ${what}`, breaks),
    location: file.place(set?.at ?? declaration.at),
  };
}

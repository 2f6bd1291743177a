import type { Breaks, Difference, DifferenceKind } from '../../../model/difference.ts';
import type { Json } from '../../../model/json.ts';
import { tell } from '../../compatibility/harm.ts';
import { compareReserved } from './compare-reserved.ts';
import { chainOfEnum, featureOf, type Feature } from './features.ts';
import type { EnumDeclaration, Span, ValueDeclaration } from './part.ts';
import { isWithin } from './ranges.ts';
import type { TypeView } from './unit.ts';

type View = TypeView<EnumDeclaration>;

/** How one enum differs: by its numbers, each of which may have several names. */
export function compareEnums(old: View, now: View): readonly Difference[] {
  const before = Map.groupBy(old.declaration.values, ({ number }) => number);
  const after = Map.groupBy(now.declaration.values, ({ number }) => number);
  return [
    ...[...before].flatMap(([number, values]) => {
      const same = after.get(number);
      return same ? renamed(values, same, now) : [valueGone(number, values, now)];
    }),
    ...[...after].flatMap(([number, values]) => (before.has(number) ? [] : values.map((value) => valueAdded(value, now)))),
    ...compareReserved(old.declaration, now.declaration, { asset: now.id, name: now.name, location: now.file.place(now.declaration.at) }),
    ...compareFeatures(old, now),
  ];
}

interface Said {
  readonly kind: DifferenceKind;
  readonly what: string;
  readonly path?: string;
  readonly before?: Json;
  readonly after?: Json;
  readonly breaks: readonly Breaks[];
  readonly at?: Span | undefined;
}

function difference({ id, name, file, declaration }: View, { kind, what, path, before, after, breaks, at }: Said): Difference {
  return {
    kind,
    asset: id,
    ...(path === undefined ? {} : { path }),
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    breaks,
    message: tell(path === undefined ? `${name} ${what}` : `${name}.${path} ${what}`, breaks),
    location: file.place(at ?? declaration.at),
  };
}

function valueGone(number: number, values: readonly ValueDeclaration[], now: View): Difference {
  const { reserved: ranges, reservedNames, values: left } = now.declaration;
  const names = values.map(({ name }) => name);
  const reserved = [
    ...(isWithin(number, ranges) ? ['number'] : []),
    ...(names.every((name) => reservedNames.includes(name)) ? ['name'] : []),
  ];
  const elsewhere = left.find(({ name }) => names.includes(name));
  const breaks: Breaks[] = ['source'];
  if (!reserved.includes('number')) breaks.push('wire');
  if (reserved.length < 2) breaks.push('wire-json');
  return difference(now, {
    kind: elsewhere ? 'value-renumbered' : 'value-removed',
    what: elsewhere
      ? `goes by the number ${elsewhere.number} and had ${number}`
      : `is removed${reserved.length < 2 ? ', and its number or name can be used again (reserve both)' : ''}`,
    path: names[0] ?? String(number),
    before: { number, names },
    after: { reserved },
    breaks,
  });
}

const valueAdded = (value: ValueDeclaration, now: View): Difference =>
  difference(now, { kind: 'value-added', what: 'is new', path: value.name, after: { number: value.number }, breaks: [], at: value.at });

/** A number keeps all of its names; more may come. */
function renamed(before: readonly ValueDeclaration[], after: readonly ValueDeclaration[], now: View): readonly Difference[] {
  const names = new Set(after.map(({ name }) => name));
  if (before.every(({ name }) => names.has(name))) return [];
  const old = before.map(({ name }) => name).join(', ');
  const breaks: readonly Breaks[] = ['source', 'wire-json'];
  return after.map(({ name, number, numberAt }) =>
    difference(now, {
      kind: 'renamed',
      what: `has the number ${number} that ${old} had`,
      path: name,
      before: { name: old },
      after: { name },
      breaks,
      at: numberAt,
    }),
  );
}

function compareFeatures(old: View, now: View): readonly Difference[] {
  const read = (feature: Feature, view: View): string => featureOf(feature, chainOfEnum(view), view.file.file);
  const at = (feature: string): Span | undefined =>
    now.declaration.options.find(({ name }) => name === `features.${feature}` || name === 'features')?.at;
  const sides = (feature: Feature): readonly [string, string] => [read(feature, old), read(feature, now)];
  const [[wasOpen, isOpen], [hadJson, hasJson]] = [sides('enum_type'), sides('json_format')];
  const isDeprecated = ({ declaration }: View): boolean =>
    declaration.options.some(({ name, value }) => name === 'deprecated' && value === true);
  return [
    ...(wasOpen === isOpen
      ? []
      : [
          difference(now, {
            kind: 'constraint-changed',
            what: `is ${isOpen.toLowerCase()} for numbers it does not know, and was ${wasOpen.toLowerCase()}`,
            before: { enum_type: wasOpen },
            after: { enum_type: isOpen },
            breaks: ['source'],
            at: at('enum_type'),
          }),
        ]),
    ...(hadJson === 'ALLOW' && hasJson !== 'ALLOW'
      ? [
          difference(now, {
            kind: 'option-changed',
            what: `changes \`json_format\` from ${hadJson} to ${hasJson}`,
            before: { json_format: hadJson },
            after: { json_format: hasJson },
            breaks: ['source', 'wire-json'],
            at: at('json_format'),
          }),
        ]
      : []),
    ...(isDeprecated(now) && !isDeprecated(old) ? [difference(now, { kind: 'deprecated', what: 'is deprecated', breaks: [] })] : []),
  ];
}

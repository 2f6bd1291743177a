import type { Field } from '../../../model/asset.ts';
import { at, entry, itemsOf, textAt, type DocumentNode } from '../../text/document-tree.ts';
import { configFacts, layFacts } from './config-facts.ts';
import type { Entry } from './part.ts';
import { readField } from './read-fields.ts';

/** A model's versions, each an entry of its own over what the model says. Source: dbt, "versions". */
export function readVersions(model: Entry, node: DocumentNode, versions: readonly DocumentNode[]): readonly Entry[] {
  const names = versions.flatMap((version) => textAt(version, 'v') ?? []);
  const latest = textAt(node, 'latest_version') ?? names.toSorted(byNumber).at(-1);
  return versions.flatMap((version): readonly Entry[] => {
    const v = textAt(version, 'v');
    if (v === undefined) return [];
    const name = `${model.name}.v${v}`;
    const file = textAt(version, 'defined_in');
    const usual = [name, `${model.name}_v${v}`];
    const isLatest = v === latest;
    return [
      {
        ...model,
        name,
        facts: {
          ...layFacts(model.facts, configFacts(version)),
          version: { value: v, location: entry(version, 'v')?.value.location ?? version.location },
        },
        fields: fieldsOf(model.fields, at(version, 'columns')),
        versionOf: model.name,
        bodies: file === undefined ? [...(isLatest ? [model.name] : []), ...usual] : [file],
        ...(isLatest ? { latestOf: model.name } : {}),
      },
    ];
  });
}

/** Numbers by their value, other names behind them. */
function byNumber(one: string, other: string): number {
  const [first, second] = [Number(one), Number(other)];
  if (Number.isNaN(first) || Number.isNaN(second))
    return Number(Number.isNaN(first)) - Number(Number.isNaN(second)) || (one < other ? -1 : 1);
  return first - second;
}

/** `- include: all` with `exclude` takes over the model's columns; entries with a name add to them or replace one. */
function fieldsOf(model: readonly Field[], columns: DocumentNode | undefined): readonly Field[] {
  if (!columns) return model;
  const byName = new Map<string, Field>();
  for (const item of itemsOf(columns)) {
    const include = entry(item, 'include')?.value;
    for (const field of include ? included(model, item, include) : [readField(item)]) if (field) byName.set(field.name, field);
  }
  return [...byName.values()];
}

function included(model: readonly Field[], item: DocumentNode, include: DocumentNode): readonly Field[] {
  const named = (node: DocumentNode | undefined): ReadonlySet<string> => new Set(itemsOf(node).flatMap((one) => textAt(one) ?? []));
  const [wanted, left] = [named(include), named(at(item, 'exclude'))];
  const isAll = /^(?:all|\*)$/.test(textAt(include) ?? '');
  return model.filter(({ name }) => (isAll || wanted.has(name)) && !left.has(name));
}

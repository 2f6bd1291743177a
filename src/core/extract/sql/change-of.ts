import type { AssetChange, FactChange, FieldChange } from '../../../model/asset.ts';
import { fieldDocument } from '../../json/flatten-facts.ts';
import type { Dialect } from '../../sql/dialect.ts';
import type { Declared, Step } from './part.ts';
import type { State } from './state.ts';

export interface Ordered {
  readonly declared: Declared;
  readonly before: State | undefined;
  readonly path: string;
  readonly dialect: Dialect;
  /** Under which it is known: another file may name it with more parts. */
  readonly id: string;
}

/** The change that a step orders on something that its file did not create; none where it only adds to what is said. */
export function changeOf(step: Step, ordered: Ordered): readonly AssetChange[] {
  const { declared, before, path, dialect, id } = ordered;
  if (declared.kind === 'grant') return [];
  const platform = dialect === 'ansi' ? (before?.platform ?? 'sql') : dialect;
  const subject = {
    asset: id,
    name: declared.name.shown,
    assetKind: declared.kind,
    platform,
    file: path,
    location: declared.name.location,
    declared: true,
  } as const;
  if (step.do === 'drop') return [{ ...subject, kind: 'removed', fields: [], facts: [] }];
  if (step.do === 'rename') return [{ ...subject, kind: 'removed', fields: [], facts: [], renamedTo: step.to.shown }];
  if (step.do === 'truncate') return step.cascade ? [{ ...subject, kind: 'changed', fields: [], facts: [truncated(declared)] }] : [];
  const fields = fieldChange(step, before);
  return fields.length > 0 ? [{ ...subject, kind: 'changed', fields, facts: [] }] : [];
}

function truncated({ name }: Declared): FactChange {
  return { name: 'rows', before: 'kept', after: 'truncated with all that refers to them', location: name.location };
}

function fieldChange(step: Step, before: State | undefined): readonly FieldChange[] {
  if (step.do === 'add-field')
    return [{ name: step.field.name, kind: 'added', after: fieldDocument(step.field), location: step.field.location }];
  if (step.do === 'drop-field') return [{ name: step.name, kind: 'removed', ...was(before, step.name), location: step.location }];
  if (step.do === 'rename-field')
    return [{ name: step.name, kind: 'removed', ...was(before, step.name), location: step.location, renamedTo: step.to }];
  if (step.do !== 'change-field' || !isStructural(step)) return [];
  const { name, type, facts, location } = step;
  const old = before?.fields.get(name);
  const after = fieldDocument({ name, location, extent: location, facts: { ...old?.facts, ...facts }, ...typeOf(type ?? old?.type) });
  return [{ name, kind: 'changed', ...was(before, name), after, location }];
}

const typeOf = (type: string | undefined): { readonly type?: string } => (type === undefined ? {} : { type });

/** Tags, masks and comments are said of a column; its type and whether it may be empty are what readers and writers rely on. */
function isStructural({ type, facts }: Extract<Step, { do: 'change-field' }>): boolean {
  return type !== undefined || facts['nullable'] !== undefined;
}

function was(before: State | undefined, name: string): Pick<FieldChange, 'before'> {
  const old = before?.fields.get(name);
  return old ? { before: fieldDocument(old) } : {};
}

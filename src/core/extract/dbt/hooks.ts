import type { Asset, Fact, Facts, Field } from '../../../model/asset.ts';
import type { Json } from '../../../model/json.ts';
import type { Location } from '../../../model/source.ts';
import { itemsOf, textAt, type DocumentNode } from '../../text/document-tree.ts';

/** What statements do to the node that they run behind. `this` is the node. Longer statements are no grant or mask. */
const MAX_LENGTH = 2000;
const THIS = String.raw`(?:\{\{-?\s*this\s*-?\}\})`;
const GRANT = new RegExp(String.raw`^grant\s+(\S[^{}]*?)\s+on\s+(?:table\s+|view\s+)?${THIS}\s+to\s+(\S.*)$`, 'is');
const ALTER = String.raw`^alter\s+(?:table|view|materialized\s+view|dynamic\s+table)\s+${THIS}\s+`;
const MASK = new RegExp(
  String.raw`${ALTER}(?:modify|alter)\s+(?:column\s+)?["\x60]?([\w$]+)["\x60]?\s+set\s+(?:masking\s+policy|mask)\s+([\w.$"\x60]+|\{\{.*?\}\})`,
  'is',
);
const ROWS = new RegExp(String.raw`${ALTER}(?:add\s+row\s+access\s+policy|set\s+row\s+filter)\s+([\w.$"\x60]+|\{\{.*?\}\})`, 'is');

/** What one statement does: the fact that it makes, and on which column. */
interface Effect {
  readonly fact: 'grants' | 'masking' | 'row_filter';
  readonly column?: string;
  readonly value: Json;
}

/** The effects of `post_hook`, kept as one fact until the node is known that they are for. */
export function hookFacts(node: DocumentNode): Facts {
  const told = (node.kind === 'list' ? itemsOf(node) : [node]).flatMap((item) => {
    const text = textAt(item) ?? textAt(item, 'sql') ?? '';
    return text.split(';').flatMap((statement) => effectsOf(statement.trim()).map((effect) => ({ effect, location: item.location })));
  });
  if (told.length === 0) return {};
  const parts = Object.fromEntries(told.map(({ location }, at) => [String(at), location]));
  return { [HOOKS]: { value: told.map(({ effect }) => ({ ...effect })), location: node.location, parts } };
}

/** No word of the vocabulary: it never leaves the extractor. */
export const HOOKS = '#hooks';

function effectsOf(statement: string): readonly Effect[] {
  if (statement.length > MAX_LENGTH) return [];
  const [, privileges, grantees] = GRANT.exec(statement) ?? [];
  if (privileges !== undefined && grantees !== undefined) return grantsOf(privileges, grantees);
  const [, column, policy] = MASK.exec(statement) ?? [];
  if (column !== undefined && policy !== undefined) return [{ fact: 'masking', column, value: bare(policy) }];
  const [, filter] = ROWS.exec(statement) ?? [];
  return filter === undefined ? [] : [{ fact: 'row_filter', value: bare(filter) }];
}

const bare = (name: string): string => (name.startsWith('{{') ? name : name.replaceAll(/["`]/g, ''));

function grantsOf(privileges: string, grantees: string): readonly Effect[] {
  const names = (text: string): readonly string[] => text.split(',').map((name) => name.trim().replaceAll(/\s+/g, ' '));
  const option = /\s+with\s+grant\s+option\s*$/i;
  return names(grantees.replace(option, '')).map((to) => ({
    fact: 'grants',
    value: { to: bare(to.replace(/^(?:role|group|user|share|principal)\s+/i, '')), privileges: [...names(privileges)], on: '' },
  }));
}

type Placed = Effect & { readonly location: Location };

/** A node with what its hooks do to it. What they mask stood in clear until they ran. */
export function withHooks(asset: Asset): Asset {
  const { [HOOKS]: hooks, ...facts } = asset.facts;
  if (!hooks) return asset;
  const effects = (hooks.value ?? []) as unknown as readonly Effect[];
  const placed = effects.map((effect, at): Placed => ({ ...effect, location: hooks.parts?.[String(at)] ?? hooks.location }));
  const filter = placed.findLast(({ fact }) => fact === 'row_filter');
  const masks = new Map(placed.flatMap((one) => (one.fact === 'masking' ? [[one.column?.toLowerCase() ?? '', one] as const] : [])));
  const [late] = asset.fields.flatMap(({ name, facts: own }) => (own['masking'] ? [] : (masks.get(name.toLowerCase()) ?? [])));
  return {
    ...asset,
    facts: {
      ...facts,
      ...addGrants(
        facts['grants'],
        placed.filter(({ fact }) => fact === 'grants'),
        asset.name,
      ),
      ...(filter ? { row_filter: told(filter) } : {}),
      ...(late ? { created_in_clear_until: { value: `${late.location.file}:${late.location.start.line}`, location: late.location } } : {}),
    },
    fields: asset.fields.map((field): Field => {
      const mask = masks.get(field.name.toLowerCase());
      return mask ? { ...field, facts: { masking: told(mask), ...field.facts } } : field;
    }),
  };
}

function told({ value, location }: Placed): Fact {
  return typeof value === 'string' && value.includes('{{') ? { unknown: value, location } : { value, location };
}

/** To whom, in words that may be a template's. */
const granteeOf = ({ value }: Effect): string => String((value as { readonly to?: Json }).to);

function addGrants(own: Fact | undefined, grants: readonly Placed[], on: string): Facts {
  const [first] = grants;
  if (!first) return {};
  const before = Array.isArray(own?.value) ? own.value : [];
  const known = grants.filter((one) => !granteeOf(one).includes('{{'));
  const unknown = own?.unknown ?? grants.map(granteeOf).find((to) => to.includes('{{'));
  const parts = Object.fromEntries(known.map(({ location }, at) => [String(before.length + at), location]));
  return {
    grants: {
      value: [...before, ...known.map(({ value }): Json => ({ ...(value as { readonly [key: string]: Json }), on }))],
      ...(unknown === undefined ? {} : { unknown }),
      location: own?.location ?? first.location,
      parts: { ...own?.parts, ...parts },
    },
  };
}

/** A grant of a node is on the node. */
export function onName(facts: Facts, name: string): Facts {
  const grants = facts['grants'];
  if (!grants || !Array.isArray(grants.value)) return facts;
  const value = (grants.value as readonly Json[]).map((grant): Json => ({ ...(grant as { [key: string]: Json }), on: name }));
  return { ...facts, grants: { ...grants, value } };
}

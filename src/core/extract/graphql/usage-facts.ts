import type { Fact, Facts } from '../../../model/asset.ts';
import type { Json } from '../../../model/json.ts';
import type { Location } from '../../../model/source.ts';
import { placeOf, type Placed } from './merge-unit.ts';
import type { Usage } from './part.ts';

/** Directives of gateways and of the language itself, which say nothing of the data. */
const TECHNICAL: ReadonlySet<string> = new Set(
  'key requires provides external shareable link override composeDirective interfaceObject extends oneOf specifiedBy skip include defer stream cacheControl connection aws_subscribe'.split(
    ' ',
  ),
);

const NAMES: ReadonlyMap<string, string> = new Map([
  ['classification', 'classification'],
  ['dataclassification', 'classification'],
  ['masking', 'masking'],
  ['mask', 'masking'],
  ['masked', 'masking'],
  ['owner', 'owner'],
  ['contact', 'owner'],
  ['retention', 'retention'],
  ['region', 'region'],
]);

const CLOSED =
  /^(?:auth\w*|isauth\w*|requires?(?:auth|scopes?|role|login)\w*|has(?:role|scope|permission)s?\w*|can|guard|protected|policy|aws_(?:iam|oidc|cognito_user_pools|lambda|auth))$/i;
const OPEN = /^(?:public|anonymous|allowanonymous|skipauth|noauth|unauthenticated|aws_api_key)$/i;

/** What directives say: of the language's own, that a thing is deprecated; of others, tags and the facts that their names tell. */
export function usageFacts(usages: readonly Placed<Usage>[]): Facts {
  const facts: Record<string, Fact> = {};
  const tags: (readonly [name: string, value: Json, location: Location])[] = [];
  for (const usage of usages) {
    const { name, span, values } = usage.is;
    const location = placeOf(usage, span);
    const known = NAMES.get(name.toLowerCase().replaceAll('_', ''));
    if (name === 'deprecated') facts['deprecated'] = { value: firstValue(values) ?? true, location };
    else if (known !== undefined) facts[known] = { value: firstValue(values) ?? true, location };
    else if (!TECHNICAL.has(name)) tags.push(...tagsOf(name, values).map(([tag, value]) => [tag, value, location] as const));
  }
  const [first] = tags;
  if (!first) return facts;
  return {
    ...facts,
    tags: { value: Object.fromEntries(tags), location: first[2], parts: Object.fromEntries(tags.map(([name, , at]) => [name, at])) },
  };
}

const firstValue = (values: Usage['values']): Json | undefined => values[0]?.[1];

/** `@pii` and `@pii(kind: "email")`; `@tag(name: "pii")` is the tag it names; of several values each is a tag. */
function tagsOf(name: string, values: Usage['values']): readonly (readonly [string, Json])[] {
  const [first] = values;
  if (!first) return [[name, true]];
  if (/^(?:tags?|labels?)$/.test(name)) return [first[1]].flat().map((tag) => [String(tag), true]);
  return values.length === 1 ? [[name, first[1]]] : values.map(([key, value]) => [`${name}.${key}`, value]);
}

/** Who is let in, where a directive says so; the nearest directive counts. */
export function accessFacts(levels: readonly (readonly Placed<Usage>[])[]): Facts {
  for (const usages of levels) {
    const open = usages.find(({ is }) => OPEN.test(is.name));
    const closed = usages.filter(({ is }) => CLOSED.test(is.name));
    const [first] = closed;
    if (open) return { public_access: { value: true, location: placeOf(open, open.is.span) } };
    if (!first) continue;
    const location = placeOf(first, first.is.span);
    return { public_access: { value: false, location }, authentication: { value: closed.map(({ is }) => is.name), location } };
  }
  return {};
}

import type { Fact } from '../../../model/asset.ts';
import type { Location } from '../../../model/source.ts';
import type { ReadFacts } from './fact-readers.ts';
import { find } from './resource.ts';
import { providerOf } from './provider-of.ts';
import { isMap, type Told } from './told.ts';

/** The tags of a resource over its provider's default ones, and the owner that they name. */
export function tagged(path: string): ReadFacts {
  return (resource) => {
    const own = find(resource, path);
    const provider = providerOf(resource);
    const defaults = provider && find(provider, 'default_tags.tags');
    const tags = together(defaults, own);
    if (!tags) return {};
    const owner = ownerIn(tags);
    return { tags, ...(owner ? { owner } : {}) };
  };
}

function together(defaults: Told | undefined, own: Told | undefined): Fact | undefined {
  const told = [defaults, own].filter((one) => one !== undefined && one.value !== null) as readonly Told[];
  const first = told.at(-1);
  if (!first) return undefined;
  const maps = told.flatMap(({ value }) => (isMap(value) ? [value] : []));
  const unknown = told.find((one) => one.unknown !== undefined)?.unknown;
  const parts: Record<string, Location> = Object.fromEntries(told.flatMap((one) => Object.entries(one.parts ?? {})));
  return {
    ...(maps.length > 0 ? { value: Object.fromEntries(maps.flatMap((map) => Object.entries(map))) } : {}),
    ...(unknown === undefined ? {} : { unknown }),
    location: first.location,
    parts,
  };
}

const OWNER = /^(?:data[_-]?)?owner$|^owned[_-]?by$/i;

function ownerIn({ value, parts, location }: Fact): Fact | undefined {
  const found = isMap(value)
    ? Object.entries(value).find(([tag, said]) => OWNER.test(tag) && typeof said === 'string' && said !== '')
    : undefined;
  return found && { value: found[1], location: parts?.[found[0]] ?? location };
}

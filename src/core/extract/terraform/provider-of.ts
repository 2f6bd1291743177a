import { find, type Resource } from './resource.ts';
import type { Told } from './told.ts';

/** The provider block that a resource is made by: the one that it names, else the one without an alias. */
export function providerOf({ block, scope, type }: Resource): Resource | undefined {
  const named = block.attributes.find(({ name }) => name === 'provider')?.value;
  const name = (named?.is === 'path' ? named.steps.join('.') : undefined) ?? prefixOf(type);
  const found = scope.providers.get(name);
  return found && { address: `provider.${name}`, type: 'provider', scope, ...found };
}

const prefixOf = (type: string): string => type.slice(0, Math.max(0, type.indexOf('_')));

/** What the provider of a resource sets. */
export function ofProvider(resource: Resource, path: string): Told | undefined {
  const provider = providerOf(resource);
  return provider && find(provider, path);
}

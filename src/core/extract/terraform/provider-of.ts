import { find, type Resource } from './resource.ts';
import type { PlacedBlock } from './scope.ts';
import { toldOf } from './resource.ts';

/** The provider block that a resource is made by: the one that it names, else the one without an alias. */
export function providerOf(resource: Resource): Resource | undefined {
  const { block, scope } = resource;
  const named = block.attributes.find(({ name }) => name === 'provider')?.value;
  const [name = prefixOf(resource.type), alias] = named?.is === 'path' ? named.steps : [];
  const found = scope.providers.find((one) => one.block.labels[0] === name && aliasOf(one, resource) === alias);
  return found && { address: `provider.${String(name)}`, type: 'provider', ...found, scope };
}

/** `google-beta` makes what is named `google_…`. */
const prefixOf = (type: string): string => type.slice(0, Math.max(0, type.indexOf('_')));

function aliasOf({ block, file }: PlacedBlock, { scope }: Resource): unknown {
  const alias = block.attributes.find(({ name }) => name === 'alias');
  return alias && toldOf(alias, { file, scope }).value;
}

/** What the provider of a resource sets. */
export function ofProvider(resource: Resource, path: string): ReturnType<typeof find> {
  const provider = providerOf(resource);
  return provider && find(provider, path);
}

import type { Fact, Facts } from '../../../model/asset.ts';
import { ownFacts } from '../../json-schema/own-facts.ts';
import { at, entry, textAt, type DocumentNode } from '../../text/document-tree.ts';
import type { Api } from './api.ts';

const OWN: readonly string[] = ['owner', 'classification', 'tags', 'retention', 'region'];

/** What a description says of the whole API: it holds for each operation that does not say otherwise. */
export function apiFacts({ root }: Api): Facts {
  const info = at(root, 'info');
  const told: Facts = { ...contactOf(info), ...(info ? extensionsOf(info) : {}), ...extensionsOf(root) };
  return Object.fromEntries(Object.entries(told).filter(([name]) => OWN.includes(name)));
}

/** Keys of one's own only: `tags` at the root list what tags there are. */
function extensionsOf(node: DocumentNode): Facts {
  if (node.kind !== 'map') return {};
  return ownFacts({ ...node, entries: node.entries.filter(({ key }) => key.startsWith('x-')) });
}

/** Who is to be asked about the API answers for it. */
function contactOf(info: DocumentNode | undefined): Readonly<Record<string, Fact>> {
  const contact = at(info, 'contact');
  const told = entry(contact, 'email') ?? entry(contact, 'name') ?? entry(contact, 'url');
  const value = textAt(told?.value);
  return told && value !== undefined && value !== '' ? { owner: { value, location: told.value.location } } : {};
}

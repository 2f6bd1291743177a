import type { Location, Position } from '../../../model/source.ts';
import { textOf, type Found } from '../../infrastructure/found.ts';
import type { Connector } from './connector.ts';

type Settings = Pick<Connector, 'settings'>;

/** The first of the settings that is there. */
export function setting({ settings }: Settings, ...names: readonly string[]): Found | undefined {
  for (const name of names) {
    const found = settings.get(name);
    if (found) return found;
  }
  return undefined;
}

export const textSet = (connector: Settings, ...names: readonly string[]): string | undefined => textOf(setting(connector, ...names));

export interface Placed {
  readonly text: string;
  readonly location: Location;
}

/** The members of a list with commas, each at its own place; at the whole list where it is written over lines or with escapes. */
export function placedIn(found: Found | undefined): readonly Placed[] {
  const text = textOf(found);
  if (!found || text === undefined) return [];
  const { start, end } = found.node.location;
  const quotes = end.offset - start.offset - text.length;
  const isAsWritten = (quotes === 0 || quotes === 2) && start.line === end.line;
  const placed: Placed[] = [];
  for (const { 0: member, index } of text.matchAll(/[^,\s](?:[^,]*[^,\s])?/g)) {
    const from = quotes / 2 + index;
    const at = (offset: number): Position => ({ line: start.line, column: start.column + offset, offset: start.offset + offset });
    const own = { ...found.node.location, start: at(from), end: at(from + member.length) };
    placed.push({ text: member, location: isAsWritten ? own : found.node.location });
  }
  return placed;
}

/** A list with commas; what cannot be told has none. */
export function listSet(connector: Settings, ...names: readonly string[]): readonly string[] {
  return placedIn(setting(connector, ...names)).map(({ text }) => text);
}

import type { Checkout } from '../ports.ts';
import type { ChangeContext } from './policy-input.ts';

/** A change that the command line judges. `now` is ISO 8601 in UTC. */
export const cliContext = ({ changeSet }: Checkout, now: string): ChangeContext => ({
  event: 'cli',
  surface: 'cli',
  branch: changeSet.head.name,
  now,
});

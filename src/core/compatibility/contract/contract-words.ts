import type { Breaks } from '../../../model/difference.ts';

/** What a difference of a contract does to those who hold it. */
export function told(what: string, breaks: readonly Breaks[]): string {
  const harms = [
    ...(breaks.includes('forward') ? ['its consumers are promised less'] : []),
    ...(breaks.includes('backward') ? ['data as it was produced does not keep it'] : []),
  ];
  return harms.length === 0 ? what : `${what}: ${harms.join(', and ')}`;
}

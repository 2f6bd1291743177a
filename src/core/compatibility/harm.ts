import type { Breaks } from '../../model/difference.ts';

/** What happens to those whom a difference breaks, in words that end a sentence; empty where nobody breaks. */
function harmOf(breaks: readonly Breaks[]): string {
  const broken = new Set(breaks);
  const read = [...(broken.has('wire') ? ['binary data'] : []), ...(broken.has('wire-json') ? ['JSON'] : [])].join(' and ');
  const harms = [
    ...(broken.has('backward') ? ['the new schema cannot read data written by the old one'] : []),
    ...(broken.has('forward') ? ['readers by the old schema cannot read new data'] : []),
    ...(broken.has('clients') ? ['clients of the old description fail'] : []),
    ...(read === '' ? [] : [`old and new programs misread each other's ${read}`]),
  ];
  if (harms.length === 0 && broken.has('source')) return 'code that was generated from it no longer fits';
  return harms.join(', and ');
}

/** A sentence on what differs, and what that does: `… is removed: readers by the old schema cannot read new data`. */
export function tell(what: string, breaks: readonly Breaks[]): string {
  const harm = harmOf(breaks);
  return harm === '' ? what : `${what}: ${harm}`;
}

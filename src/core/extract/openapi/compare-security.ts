import type { Api, Operation } from './api.ts';
import type { Said, Say } from './difference-sink.ts';
import { isOpen, securityOf, type Requirement, type Security } from './security.ts';

interface Side {
  readonly api: Api;
  readonly operation: Operation;
}

/** A client that was let in by some way must still be let in by it. */
export function compareSecurity(base: Side, head: Side, say: Say): void {
  const before = securityOf(base.api, base.operation);
  const after = securityOf(head.api, head.operation);
  const own = { path: 'security', location: after?.location ?? head.operation.location } as const;
  const [wasClosed, isClosed] = [isAsked(before), isAsked(after)];
  if (!wasClosed && isClosed) say({ ...own, kind: 'constraint-tightened', breaks: true, words: `now needs ${waysIn(after)}` });
  if (wasClosed && !isClosed) say({ ...own, kind: 'constraint-loosened', words: 'lets everyone in now' });
  if (isAsked(before) && isAsked(after)) compareWays(before, after, (said) => say({ ...own, ...said }));
}

const isAsked = (security: Security | undefined): security is Security => security !== undefined && !isOpen(security);

function compareWays(before: Security, after: Security, say: (said: Omit<Said, 'location'>) => void): void {
  for (const way of before.requirements)
    if (!after.requirements.some((other) => isEnough(way, other)))
      say({ kind: 'constraint-tightened', breaks: true, before: wordsFor(way), words: `no longer lets in by ${wordsFor(way)}` });
  for (const way of after.requirements)
    if (!before.requirements.some((other) => isEnough(other, way) || isEnough(way, other)))
      say({ kind: 'constraint-loosened', after: wordsFor(way), words: `now also lets in by ${wordsFor(way)}` });
}

/** Who has the first has all that the second asks for. */
function isEnough(has: Requirement, asked: Requirement): boolean {
  return [...asked].every(([scheme, scopes]) => {
    const held = has.get(scheme);
    return held !== undefined && scopes.every((scope) => held.includes(scope));
  });
}

const wordsFor = (way: Requirement): string =>
  [...way].map(([scheme, scopes]) => (scopes.length === 0 ? scheme : `${scheme} (${scopes.join(', ')})`)).join(' and ');

const waysIn = (security: Security | undefined): string => (security?.requirements ?? []).map(wordsFor).join(' or ');

import { pairDeclarations } from '../../compatibility/pair-declarations.ts';
import type { SchemaComparison } from '../../compatibility/schema/compare-schemas.ts';
import type { Operation, Parameter, Response } from './api.ts';
import { compareContent } from './compare-bodies.ts';
import type { Say } from './difference-sink.ts';
import { nameChange, pairContents } from './media-types.ts';
import { sayChanges } from './say-changes.ts';
import { asText } from './weigh-change.ts';

interface Way {
  readonly say: Say;
  readonly comparison: SchemaComparison;
}

const pathOf = ({ status }: Response): string => `response.${status}`;
const isSuccess = ({ status }: Response): boolean => status.startsWith('2');

export function compareResponses(base: Operation, head: Operation, way: Way): void {
  const { pairs, removed, added } = pairDeclarations(base.responses, head.responses, ({ status }) => status.toUpperCase());
  for (const one of removed)
    way.say({ kind: 'removed', path: pathOf(one), breaks: isSuccess(one), words: 'is no longer given', location: one.location });
  for (const one of added) way.say({ kind: 'added', path: pathOf(one), words: 'is now given', location: one.location });
  for (const [before, after] of pairs) {
    compareContents(before, after, way);
    compareHeaders(before, after, way);
  }
}

function compareContents(base: Response, head: Response, way: Way): void {
  const path = pathOf(head);
  const { pairs, removed, added } = pairContents(base.contents, head.contents, true);
  for (const { mediaType, location } of removed)
    way.say({ kind: 'removed', path, breaks: true, before: mediaType, words: `is no longer given as ${mediaType}`, location });
  for (const { mediaType, location } of added)
    way.say({ kind: 'added', path, after: mediaType, words: `is now also given as ${mediaType}`, location });
  for (const [before, after] of pairs) {
    const change = nameChange(before.mediaType, after.mediaType);
    if (change !== 'same')
      way.say({
        kind: change === 'generalised' ? 'type-widened' : change === 'specialised' ? 'type-narrowed' : 'type-changed',
        path,
        before: before.mediaType,
        after: after.mediaType,
        breaks: change === 'generalised',
        words: `is given as ${after.mediaType}, no longer as ${before.mediaType}`,
        location: after.location,
      });
    compareContent(before, after, { ...way, path, direction: 'response' });
  }
}

function compareHeaders(base: Response, head: Response, way: Way): void {
  const { pairs, removed, added } = pairDeclarations(base.headers, head.headers, ({ name }) => name.toLowerCase());
  const pathTo = ({ name }: Parameter): string => `${pathOf(head)}.header.${name}`;
  for (const one of removed)
    way.say({ kind: 'removed', path: pathTo(one), breaks: one.isRequired, words: 'is removed', location: one.location });
  for (const one of added) way.say({ kind: 'added', path: pathTo(one), words: 'is new', location: one.location });
  for (const [before, after] of pairs) {
    if (before.isRequired && !after.isRequired)
      way.say({ kind: 'no-longer-required', path: pathTo(after), breaks: true, words: 'may now be missing', location: after.location });
    const changes = way.comparison.compare(before.schema, after.schema).map((change) => asText(change, 'response'));
    sayChanges(changes, { say: way.say, path: pathTo(after), direction: 'response' });
  }
}

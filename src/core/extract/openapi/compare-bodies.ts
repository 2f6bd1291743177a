import type { SchemaComparison } from '../../compatibility/schema/compare-schemas.ts';
import type { Content, Operation } from './api.ts';
import type { Say } from './difference-sink.ts';
import { pairContents } from './media-types.ts';
import { sayChanges } from './say-changes.ts';
import { asAnyText, type Direction } from './weigh-change.ts';

interface Way {
  readonly say: Say;
  readonly comparison: SchemaComparison;
}

const PATH = 'request';

export function compareBodies({ body: base }: Operation, { body: head }: Operation, way: Way): void {
  if (base && !head) way.say({ kind: 'removed', path: PATH, breaks: true, words: 'is removed', location: base.location });
  if (!base && head) {
    const words = head.isRequired ? 'is new and needed' : 'is new';
    way.say({ kind: 'added', path: PATH, breaks: head.isRequired, words, location: head.location });
  }
  if (!base || !head) return;
  if (base.isRequired !== head.isRequired) {
    const [kind, words] = head.isRequired
      ? (['newly-required', 'is now needed'] as const)
      : (['no-longer-required', 'may now be left out'] as const);
    way.say({ kind, path: PATH, breaks: head.isRequired, words, location: head.location });
  }
  const { pairs, removed, added } = pairContents(base.contents, head.contents, false);
  for (const { mediaType, location } of removed)
    way.say({ kind: 'removed', path: PATH, breaks: true, before: mediaType, words: `is no longer taken as ${mediaType}`, location });
  for (const { mediaType, location } of added)
    way.say({ kind: 'added', path: PATH, after: mediaType, words: `is now also taken as ${mediaType}`, location });
  for (const [before, after] of pairs) compareContent(before, after, { ...way, path: PATH, direction: 'request' });
}

interface Place extends Way {
  readonly path: string;
  readonly direction: Direction;
}

const JSON_TYPES = /[/+](?:json|jsonl|ndjson|yaml|x-ndjson)\b|^\*\/\*/i;

export function compareContent(base: Content, head: Content, { comparison, ...place }: Place): void {
  const changes = comparison.compare(base.schema, head.schema);
  const isText = !JSON_TYPES.test(head.mediaType);
  sayChanges(isText ? changes.map((change) => asAnyText(change, place.direction)) : changes, place);
}

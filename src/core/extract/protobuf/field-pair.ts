import type { Json } from '../../../model/json.ts';
import type { Breaks, Difference, DifferenceKind } from '../../../model/difference.ts';
import { tell } from '../../compatibility/harm.ts';
import type { FieldContext } from './kinds.ts';
import type { FieldDeclaration, Span } from './part.ts';

/** A field before and after, each where it stands. */
export interface FieldPair {
  readonly asset: string;
  /** The name of the message, as people know it. */
  readonly owner: string;
  readonly fields: readonly [old: FieldDeclaration, now: FieldDeclaration];
  readonly contexts: readonly [old: FieldContext, now: FieldContext];
  /** Extensions are known by their full name, and JSON writes that. */
  readonly isExtension?: boolean;
}

interface Said {
  readonly kind: DifferenceKind;
  readonly what: string;
  readonly before: Json;
  readonly after: Json;
  readonly breaks: readonly Breaks[];
  readonly at?: Span | undefined;
  readonly unknown?: string;
}

export function fieldDifference({ asset, owner, fields: [, now], contexts }: FieldPair, said: Said): Difference {
  const { kind, what, before, after, breaks, at, unknown } = said;
  return {
    kind,
    asset,
    path: now.name,
    before,
    after,
    breaks,
    ...(unknown === undefined ? {} : { unknown }),
    message: tell(`${owner}.${now.name} ${what}`, breaks),
    location: contexts[1].file.place(at ?? now.extent),
  };
}

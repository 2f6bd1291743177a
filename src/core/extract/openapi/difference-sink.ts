import type { Difference, DifferenceKind } from '../../../model/difference.ts';
import type { Json } from '../../../model/json.ts';
import type { Location } from '../../../model/source.ts';
import { tell } from '../../compatibility/harm.ts';

export interface Said {
  readonly kind: DifferenceKind;
  /** Inside of the operation: `request.email`, `query.limit`. */
  readonly path?: string;
  readonly before?: Json;
  readonly after?: Json;
  readonly breaks?: boolean;
  readonly unknown?: string;
  readonly words: string;
  readonly location: Location;
}

/** Takes down how one operation differs. */
export type Say = (said: Said) => void;

export function sinkFor(asset: string, name: string, into: Difference[]): Say {
  return ({ path, breaks, words, location, ...said }) => {
    const broken = breaks === true ? (['clients'] as const) : [];
    const subject = path === undefined ? name : `${name}: ${path}`;
    into.push({
      ...said,
      asset,
      ...(path === undefined ? {} : { path }),
      breaks: broken,
      message: tell(`${subject} ${words}`, broken),
      location,
    });
  };
}

import type { Location } from './source.ts';

/**
 * One end of an edge. `asset` is the id of an asset, or a name under which data systems know it and which another file may declare:
 * `relation:crm.contacts`, `path:s3://raw/contacts`, `topic:orders`, `dataset:<uri>`. Names of relations are in lower case without quotes.
 */
export interface LineageEnd {
  readonly asset: string;
  readonly field?: string;
}

/** What feeds what, and the place that makes it so. An edge between fields implies the one between their assets. */
export interface LineageEdge {
  readonly from: LineageEnd;
  readonly to: LineageEnd;
  /** The mention of `from` that makes the edge. */
  readonly location: Location;
  /** The asset that moves the data (a task, a job), where it is neither end. */
  readonly by?: string;
  /** How a field is made: taken over as it is, or computed. Missing where only assets are known. */
  readonly how?: 'same' | 'computed';
}

import type { AssetKind, Facts } from '../../../../model/asset.ts';
import type { Run } from '../run.ts';
import type { Span } from '../syntax/tree.ts';
import type { Performer } from './collector.ts';

export interface PerformerOf {
  readonly kind: AssetKind;
  readonly platform: string;
  /** Without the family: `daily.load` of `airflow:daily.load`. Settled when the file was followed to its end. */
  readonly name: () => string;
  /** How ids of the family begin; the platform where it is missing. */
  readonly family?: string;
  readonly at: Span;
  readonly extent: Span;
  readonly facts: Facts;
  readonly aliases?: readonly string[];
}

/** Someone who moves data, known to the file from now on. */
export function addPerformer({ family, aliases = [], facts, name, ...rest }: PerformerOf, run: Run): Performer {
  const performer: Performer = {
    ...rest,
    name,
    id: () => `${family ?? rest.platform}:${name()}`,
    facts: { ...facts },
    aliases: [...aliases],
    reads: [],
    writes: [],
    columns: [],
    untold: { reads: [], writes: [] },
  };
  run.found.performers.push(performer);
  return performer;
}

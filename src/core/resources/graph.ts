import type { Location } from '../../model/source.ts';
import type { Value, ValueMap } from './value.ts';

/** A resource, data source, module call or provider: what policies are asked about. */
export interface Vertex {
  /** As Checkov calls it: `aws_s3_bucket.data`, `module.lake.aws_s3_bucket.raw["a"]`, `AWS::S3::Bucket.Data`. */
  readonly address: string;
  /** `aws_s3_bucket`, `data.aws_iam_policy_document`, `module`, `provider.aws`, `AWS::S3::Bucket`. */
  readonly type: string;
  /** The asset that it is. */
  readonly asset: string;
  /** Which of the several that one block makes; undefined where it makes one. */
  readonly instance?: string;
  readonly location: Location;
  /** Blocks as maps, several of one type as a list, as Checkov has them. */
  readonly attributes: ValueMap;
  /** Part of it could not be read: nothing about it can be told. */
  readonly damaged?: boolean;
  /** Where an attribute stands: the deepest of its steps that the text has. */
  placeOf(path: string): Location | undefined;
}

/** `from` refers to `to`. `isOutput`: through an output of a module. */
export interface Edge {
  readonly from: Vertex;
  readonly to: Vertex;
  readonly isOutput?: boolean;
}

export interface Graph {
  readonly vertices: readonly Vertex[];
  readonly edges: readonly Edge[];
  /** Resources with so many references that not all were followed: what connects them cannot be told. */
  readonly open?: ReadonlySet<Vertex>;
}

/** What stands under a dotted name; undefined where nothing does. Names of entries may have dots themselves. */
export function valueAt(vertex: Vertex, name: string): Value | undefined {
  return name === 'resource_type' ? vertex.type : step(vertex.attributes, name.split('.'));
}

/** Longer names lead nowhere. */
const MAX_STEPS = 40;

function step(value: Value | undefined, names: readonly string[]): Value | undefined {
  if (names.length === 0) return value;
  if (names.length > MAX_STEPS) return undefined;
  if (Array.isArray(value))
    return /^\d+$/.test(names[0] ?? '') ? step((value as readonly Value[])[Number(names[0])], names.slice(1)) : undefined;
  if (!(value instanceof Map)) return undefined;
  const map = value as ValueMap;
  for (let count = 1; count <= names.length; count++) {
    const key = names.slice(0, count).join('.');
    const found = map.has(key) ? step(map.get(key), names.slice(count)) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

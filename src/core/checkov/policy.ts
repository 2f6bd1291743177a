import type { Json } from '../../model/json.ts';
import type { PolicyMetadata } from '../../model/finding.ts';

/** Types of resources; none are all of them. `aws_*` stands for every type that begins so. */
export type ResourceTypes = readonly string[];

/** A condition of a Checkov policy, as plain JSON. Source: "YAML Custom Policies", Checkov's documentation. */
export type Condition =
  | { readonly is: 'and' | 'or'; readonly of: readonly Condition[] }
  | { readonly is: 'not'; readonly of: Condition }
  | AttributeCondition
  | ConnectionCondition
  | { readonly is: 'filter'; readonly attribute: string; readonly value: Json }
  | { readonly is: 'resource'; readonly types: ResourceTypes; readonly operator: 'exists' | 'not_exists' };

export interface AttributeCondition {
  readonly is: 'attribute';
  readonly types: ResourceTypes;
  readonly attribute: string;
  /** Without `jsonpath_`. */
  readonly operator: string;
  readonly isJsonPath: boolean;
  readonly value: Json;
}

export interface ConnectionCondition {
  readonly is: 'connection';
  readonly types: ResourceTypes;
  readonly connected: ResourceTypes;
  readonly operator: 'exists' | 'one_exists' | 'not_exists';
}

/** A policy that judges resources and what connects them. */
export interface GraphPolicy {
  readonly id: string;
  readonly title: string;
  readonly definition: Condition;
}

/** A policy as a library holds it: what judges, and what people read. */
export interface ReadPolicy {
  readonly policy: GraphPolicy;
  readonly metadata: PolicyMetadata;
}

/** Whether a condition asks what is connected to what: it is then about all resources at once, else about each alone. */
export function asksConnections(condition: Condition): boolean {
  if (condition.is === 'connection') return true;
  return (condition.is === 'and' || condition.is === 'or') && condition.of.some(asksConnections);
}

import type { Json } from '../../model/json.ts';

/** The resources of one Terraform folder, plan or CloudFormation template, as policies that read resources see them. */
export interface ResourceView {
  readonly kind: 'tf' | 'tf_plan' | 'cfn' | 'k8s';
  readonly resources: readonly ViewedResource[];
  /** The whole template, where there is one. */
  readonly template?: Json;
}

export interface ViewedResource {
  /** As the policy names it: `aws_s3_bucket.raw`, a logical id. */
  readonly id: string;
  /** The asset that it is. */
  readonly asset: string;
  readonly file: string;
  readonly value: { readonly [key: string]: Json };
  /** False where it was too large to be told whole. */
  readonly isWhole: boolean;
}

/** The key of what stands where a value cannot be told: what it depends on. */
export const UNKNOWN = '__unknown';

/** Without what cannot be told. */
function told(value: Json): Json {
  if (Array.isArray(value)) return value.filter((one: Json) => !isUntold(one)).map(told);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([key, one]) => (isUntold(one) ? [] : [[key, told(one)]])));
}

const isUntold = (value: Json): boolean => typeof value === 'object' && value !== null && UNKNOWN in value;

/** The input of such a policy. Source: Regula, docs/development/writing-rules. */
export function resourceInput({ kind, resources, template }: ResourceView): Json {
  return {
    hcl_resource_view_version: '0.0.1',
    _input_type: kind,
    resources: Object.fromEntries(resources.map(({ id, value }) => [id, told(value)])),
    ...(template === undefined ? {} : { _template: template }),
  };
}

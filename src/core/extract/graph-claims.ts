import type { ReadRequest } from '../ports.ts';

/** The readers that can read files whole, too, for policies that may ask about any resource: by roles that begin with this. */
export const WHOLE = 'whole ';
export const TERRAFORM_GRAPH = 'terraform';
export const CLOUDFORMATION_GRAPH = 'cloudformation';

const ROLES: readonly (readonly [RegExp, string])[] = [
  [/\.(?:tf|tofu)$/, 'hcl'],
  [/\.(?:tf|tofu)\.json$/, 'json'],
  [/\.tfvars$/, 'values'],
  [/\.tfvars\.json$/, 'json-values'],
];

/** Who reads a file's resources, by its path alone; nobody reads what holds none. Any YAML or JSON may be a template. */
export function graphClaims(path: string): ReadRequest['claims'] {
  if (/(?:^|\/)(?:\.terraform|node_modules)\//.test(path)) return [];
  const role = ROLES.find(([pattern]) => pattern.test(path))?.[1];
  if (role !== undefined) return [{ extractor: TERRAFORM_GRAPH, role: `${WHOLE}${role}` }];
  return /\.(?:ya?ml|json|template)$/i.test(path) ? [{ extractor: CLOUDFORMATION_GRAPH, role: WHOLE }] : [];
}

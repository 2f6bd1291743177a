import type { Tree } from '../../../model/change-set.ts';
import type { SourceFile } from '../../../model/source.ts';
import type { Claim, Extractor, ParseWith, Reading } from '../../plug-ins.ts';
import { assembleFolders } from './assemble-folders.ts';
import type { TerraformPart } from './part.ts';
import { readHcl } from './read-hcl.ts';
import { readPlan } from './read-plan.ts';
import { readTerraformJson } from './read-terraform-json.ts';

/** Terraform as text, all folders of a repository together, since they call each other, and plans as JSON: no state, no module of elsewhere is fetched. */
export const terraform: Extractor<TerraformPart> = {
  id: 'terraform',
  title: 'Terraform',
  version: 2,
  grammar: 'hcl',
  claim,
  read,
  assemble: (_, files) => assembleFolders(files),
};

function claim(path: string, _: Tree): Claim | null {
  const role = roleOf(path);
  if (/(?:^|\/)\.terraform\//.test(path)) return null;
  if (role === undefined) return PLAN.test(path) ? { unit: path, role: 'plan', unsure: true } : null;
  return { unit: '', role };
}

/** What `terraform show -json` writes has no name of its own; people call it a plan. */
const PLAN = /plan[^/]*\.json$/i;

function roleOf(path: string): string | undefined {
  if (/\.(?:tf|tofu)$/.test(path)) return 'hcl';
  if (/\.(?:tf|tofu)\.json$/.test(path)) return 'json';
  if (path.endsWith('.tfvars')) return 'values';
  return path.endsWith('.tfvars.json') ? 'json-values' : undefined;
}

function read(file: SourceFile, role: string, parse: ParseWith): Reading<TerraformPart> {
  if (role === 'plan') return readPlan(file);
  if (role === 'json' || role === 'json-values') return readTerraformJson(file, role === 'json-values');
  const { blocks, attributes, problems } = readHcl(file, parse);
  return { part: { blocks: role === 'values' ? [] : blocks, values: role === 'values' ? attributes : [] }, problems };
}

import type { SourceFile } from '../../../../model/source.ts';
import type { Extractor, ParseWith, Reading } from '../../../plug-ins.ts';
import { TERRAFORM_GRAPH } from '../../graph-claims.ts';
import type { TerraformPart } from '../part.ts';
import { readHcl } from '../read-hcl.ts';
import { readTerraformJson } from '../read-terraform-json.ts';
import { viewFolders } from '../resource-view.ts';
import { graphOf } from './terraform-graph.ts';

/** A file with every block whole, and its text: what cannot be told goes by its words. */
export interface WholePart extends TerraformPart {
  readonly text: string;
}

/** Terraform for policies that may ask about any resource. All files are one graph, since folders call each other. */
export const terraformGraph: Extractor<WholePart> = {
  id: TERRAFORM_GRAPH,
  title: 'Terraform',
  version: 1,
  grammar: 'hcl',
  claim: () => null,
  read,
  assemble: () => ({ assets: [], changes: [], problems: [] }),
  views: viewFolders,
  graphs: (files) => [graphOf(files, new Map(files.map(({ path, part }) => [path, part.text])))],
};

function read(file: SourceFile, role: string, parse: ParseWith): Reading<WholePart> {
  const { part, problems } = role.startsWith('json') ? readTerraformJson(file, role === 'json-values', true) : readText(file, role, parse);
  return { part: part && { ...part, text: file.text }, problems };
}

function readText(file: SourceFile, role: string, parse: ParseWith): Reading<TerraformPart> {
  const { blocks, attributes, problems } = readHcl(file, parse, true);
  return { part: role === 'values' ? { blocks: [], values: attributes } : { blocks, values: [] }, problems };
}

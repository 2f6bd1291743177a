import type { SourceFile } from '../../../model/source.ts';
import type { Extractor, Reading } from '../../plug-ins.ts';
import type { DocumentNode } from '../../text/document-tree.ts';
import { CLOUDFORMATION_GRAPH } from '../graph-claims.ts';
import { documentsIn, isTemplate } from './documents.ts';
import { viewTemplate } from './resource-view.ts';
import { templateGraph } from './template-graph.ts';

/** A template as it stands. */
export interface WholeTemplate {
  readonly root: DocumentNode;
  readonly text: string;
}

/** Templates for policies that may ask about any resource, each a graph by itself. */
export const cloudFormationGraph: Extractor<WholeTemplate> = {
  id: CLOUDFORMATION_GRAPH,
  title: 'CloudFormation',
  version: 1,
  claim: () => null,
  read,
  assemble: () => ({ assets: [], changes: [], problems: [] }),
  views: (files) => files.flatMap(({ path, part: { root } }) => viewTemplate(path, root) ?? []),
  graphs: (files) => files.map(({ path, part: { root, text } }) => templateGraph(path, root, text)),
};

/** CloudFormation takes templates up to 1 MB, by its quotas. */
const MAX_BYTES = 2_000_000;

/** Trouble in a template is told by the reader of its assets, which looks at each before. */
function read(file: SourceFile): Reading<WholeTemplate> {
  if (file.size > MAX_BYTES || !file.text.includes('::')) return { part: null, problems: [] };
  const root = documentsIn(file).roots.find(isTemplate);
  return { part: root ? { root, text: file.text } : null, problems: [] };
}

import type { SourceFile } from '../../../model/source.ts';
import type { Problem } from '../../../model/problem.ts';
import type { Claim, Extractor, Reading } from '../../plug-ins.ts';
import type { CloudFormationPart } from './part.ts';
import { documentsIn, isTemplate } from './documents.ts';
import { readTemplate } from './read-template.ts';

/** CloudFormation and its serverless transform, a template at a time, as text: no stack, no account is asked. */
export const cloudFormation: Extractor<CloudFormationPart> = {
  id: 'cloudformation',
  title: 'CloudFormation',
  version: 1,
  claim,
  read,
  assemble: (_, files) => ({
    assets: files.flatMap(({ part }) => part.assets),
    changes: [],
    problems: [],
    edges: files.flatMap(({ part }) => part.edges),
  }),
};

const NEVER = /(?:^|\/)(?:node_modules\/|(?:package|package-lock|tsconfig|composer)\.json$)/;

/** Any YAML or JSON may be a template: its text says so. */
function claim(path: string): Claim | null {
  if (!/\.(?:ya?ml|json|template)$/i.test(path) || NEVER.test(path)) return null;
  return { unit: path, role: '', unsure: !/\.template(?:\.(?:json|ya?ml))?$/i.test(path) };
}

const MAY_BE = /AWSTemplateFormatVersion|(?:^|[\s{,])["']?Resources["']?\s*:/;

const IS_SURELY = /AWSTemplateFormatVersion|["']AWS::\w+::\w+["']/;

/** CloudFormation takes templates up to 1 MB, by its quotas; larger ones are no use, and dear to read. */
const MAX_BYTES = 2_000_000;

function tooLarge({ path }: SourceFile): Problem {
  const start = { line: 1, column: 1, offset: 0 };
  return {
    code: 'file-too-large',
    message: 'This template is over 2 MB, twice what CloudFormation takes, so it was not judged. Split it, or list it under `ignore`.',
    location: { file: path, start, end: start },
    undecided: true,
  };
}

function read(file: SourceFile): Reading<CloudFormationPart> {
  if (!MAY_BE.test(file.text) || !file.text.includes('::')) return { part: null, problems: [] };
  if (file.size > MAX_BYTES && IS_SURELY.test(file.text)) return { part: null, problems: [tooLarge(file)] };
  const { roots, problems } = documentsIn(file);
  const root = roots.find(isTemplate);
  if (!root) return { part: null, problems: problems.filter(({ undecided }) => undecided) };
  return { part: readTemplate(root, file), problems };
}

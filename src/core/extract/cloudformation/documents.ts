import type { Problem } from '../../../model/problem.ts';
import type { SourceFile } from '../../../model/source.ts';
import { at, entriesOf, type DocumentNode } from '../../text/document-tree.ts';
import { parseJson } from '../../text/json-tree.ts';
import { parseYaml } from '../../text/yaml-tree.ts';
import { textIn } from '../../infrastructure/found.ts';
import { LOOP } from './intrinsic.ts';
import { transformsOf } from './template.ts';

/** The documents of a file, as YAML or JSON. */
export function documentsIn(file: SourceFile): { readonly roots: readonly DocumentNode[]; readonly problems: readonly Problem[] } {
  const isJson = /\.json$/i.test(file.path) || (!/\.ya?ml$/i.test(file.path) && /^\s*\{/.test(file.text));
  if (!isJson) {
    const { documents, problems } = parseYaml(file);
    return { roots: documents, problems };
  }
  const { root, problems } = parseJson(file);
  return { roots: root ? [root] : [], problems };
}

/** By its version, by its transform, or by resources whose types are of a provider: `AWS::S3::Bucket`. */
export function isTemplate(root: DocumentNode): boolean {
  if (root.kind !== 'map') return false;
  if (at(root, 'AWSTemplateFormatVersion') || transformsOf(root).some((name) => name.startsWith('AWS::'))) return true;
  return entriesOf(at(root, 'Resources')).some(
    ({ key, value }) => key.startsWith(LOOP) || /^[A-Za-z0-9]+::\w/.test(textIn(value, 'Type') ?? ''),
  );
}

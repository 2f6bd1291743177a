import type { Asset } from '../../../model/asset.ts';
import type { Tree } from '../../../model/change-set.ts';
import type { SourceFile } from '../../../model/source.ts';
import type { Claim, Extractor, Reading, UnitFile } from '../../plug-ins.ts';
import { isPlainDeclaration } from '../../sql/is-plain-declaration.ts';
import { lineIndex } from '../../text/line-index.ts';
import { parseYaml } from '../../text/yaml-tree.ts';
import { isOutsideModels } from '../is-outside-models.ts';
import { assembleProject, projectNodes } from './assemble-project.ts';
import { compareContracts } from './compare-contracts.ts';
import type { Body, DbtPart } from './part.ts';
import { isArtifact, readArtifact } from './read-artifact.ts';
import { readBody } from './read-body.ts';
import { isProperties, readProperties } from './read-properties.ts';
import { DEFAULT_PATHS, readProject } from './read-project.ts';
import { pythonReferences, upstreamFact } from './read-references.ts';

/** dbt projects, read as text: nothing is built, no macro runs. */
export const dbt: Extractor<DbtPart> = {
  id: 'dbt',
  title: 'dbt',
  version: 4,
  claim,
  read,
  assemble: (unit, files) => assembleProject(unit, files),
  rules: 'part',
  differences: (base, head) => compareContracts(modelsOf(base), modelsOf(head)),
};

const PROJECT = 'dbt_project.yml';

/** The models of a project; its folder is where its project file lies. */
function modelsOf(files: readonly UnitFile<DbtPart>[]): readonly Asset[] {
  const project = files.find(({ part }) => part.is === 'project')?.path ?? PROJECT;
  const { nodes } = projectNodes(project.slice(0, Math.max(0, project.length - PROJECT.length - 1)), files);
  return nodes.flatMap(({ asset }) => (asset.kind === 'model' ? [asset] : []));
}

type Role = 'project' | 'properties' | 'model' | 'snapshot' | 'seed' | 'python';

function claim(path: string, tree: Tree): Claim | null {
  if (!/\.(?:sql|ya?ml|csv|py)$/i.test(path) && !isArtifact(path)) return null;
  const root = tree.nearest(path, PROJECT);
  if (root === undefined) return null;
  if (isArtifact(path)) return { unit: root, role: 'artifact', unsure: true };
  const inner = root === '' ? path : path.slice(root.length + 1);
  const role = roleOf(inner);
  return role === null ? null : { unit: root, role };
}

function roleOf(inner: string): Role | null {
  if (inner === PROJECT) return 'project';
  if (isOutsideModels(inner) || !inner.includes('/')) return null;
  if (/\.ya?ml$/i.test(inner)) return 'properties';
  if (/\.csv$/i.test(inner)) return /(?:^|\/)(?:seeds?|data)\//.test(inner) ? 'seed' : null;
  if (/\.py$/i.test(inner)) return inner.startsWith('models/') ? 'python' : null;
  return inner.startsWith('snapshots/') ? 'snapshot' : 'model';
}

function read(file: SourceFile, role: string): Reading<DbtPart> {
  if (role === 'artifact') {
    const { nodes, problems } = readArtifact(file);
    return { part: nodes && { is: 'artifact', nodes }, problems };
  }
  if (role === 'seed') return { part: { is: 'body', body: seedOf(file) }, problems: [] };
  if (role === 'python') return { part: { is: 'body', body: pythonBody(file) }, problems: [] };
  if (role === 'model' && isPlainDeclaration(file.text)) return { part: null, problems: [] };
  if (role === 'model' || role === 'snapshot') {
    const read = readBody(file, role, nameOf(file.path));
    return read ? { part: { is: 'body', body: read.body }, problems: read.problems } : { part: null, problems: [] };
  }
  return readYaml(file, role);
}

/** `models/marts/orders.v2.sql` is the model `orders.v2`, as dbt names it. */
function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
}

function readYaml(file: SourceFile, role: string): Reading<DbtPart> {
  const { documents, problems } = parseYaml(file);
  const [document] = documents;
  if (role === 'project')
    return {
      part: { is: 'project', project: document ? readProject(document) : { name: 'project', paths: DEFAULT_PATHS, cascades: [] } },
      problems,
    };
  if (!document || !isProperties(document)) return { part: null, problems: problems.filter(({ undecided }) => undecided) };
  return { part: { is: 'properties', entries: readProperties(document) }, problems };
}

/** A model in Python: what it reads is told, what it gives is not. */
function pythonBody(file: SourceFile): Body {
  const references = pythonReferences(file.text, lineIndex(file.path, file.text));
  const body = seedOf({ ...file, text: '' });
  return { ...body, kind: 'model', partial: true, references, facts: { ...body.facts, ...upstreamFact(references) } };
}

/** A seed's columns are the first line of its file. */
function seedOf(file: SourceFile): Body {
  const lines = lineIndex(file.path, file.text);
  const header = /^\ufeff?([^\r\n]*)/.exec(file.text)?.[1] ?? '';
  const start = file.text.startsWith('\ufeff') ? 1 : 0;
  const location = lines.location(0, start + header.length);
  let at = start;
  const fields = header
    .split(',')
    .filter((name) => name.trim() !== '')
    .map((name) => {
      const place = lines.location(at, at + name.length);
      at += name.length + 1;
      return {
        name: name.trim().replaceAll(/^"|"$/g, ''),
        location: place,
        extent: place,
        facts: { declared_in: { value: ['query'], location: place, parts: { 0: place } } },
      };
    });
  return {
    kind: 'seed',
    name: nameOf(file.path),
    location,
    extent: location,
    facts: { declared_in: { value: ['query'], location, parts: { 0: location } } },
    fields,
    partial: false,
    references: [],
  };
}

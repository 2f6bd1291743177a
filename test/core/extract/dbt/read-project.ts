import { dbt } from '../../../../src/core/extract/dbt/index.ts';
import { DEFAULT_SETTINGS } from '../../../../src/core/settings/default-settings.ts';
import { aTree } from '../../../fakes/a-tree.ts';

export type Files = Readonly<Record<string, string>>;

const noGrammar = () => {
  throw new Error('dbt needs no grammar');
};

/** The parts of a project's files, with the problems of reading them. */
export function readParts(files: Files) {
  const project = { 'dbt_project.yml': 'name: shop\n', ...files };
  const tree = aTree(project);
  const readings = Object.entries(project).flatMap(([path, text]) => {
    const claim = dbt.claim(path, tree, DEFAULT_SETTINGS);
    return claim ? [{ path, role: claim.role, ...dbt.read({ path, text, size: text.length }, claim.role, noGrammar) }] : [];
  });
  return {
    parts: readings.flatMap(({ path, role, part }) => (part ? [{ path, role, part }] : [])),
    problems: readings.flatMap(({ problems }) => problems),
  };
}

/** A project of these files, read and put together. */
export function readProject(files: Files) {
  const { parts, problems } = readParts(files);
  const { assets, edges = [], problems: more } = dbt.assemble('', parts, DEFAULT_SETTINGS);
  return { assets, edges, problems: [...problems, ...more] };
}

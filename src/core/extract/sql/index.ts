import type { Tree } from '../../../model/change-set.ts';
import type { Settings } from '../../../model/settings.ts';
import { matchesPath } from '../../pattern/matches-path.ts';
import type { Claim, Extractor } from '../../plug-ins.ts';
import { isOutsideModels } from '../is-outside-models.ts';
import { assembleSql } from './assemble-sql.ts';
import { dialectNamed } from '../../sql/dialect.ts';
import type { SqlPart } from './part.ts';
import { readSql } from './read-sql.ts';

/** Declarations in SQL, in the dialects of the warehouses. Models of dbt are another format. */
export const sql: Extractor<SqlPart> = {
  id: 'sql',
  title: 'SQL',
  version: 5,
  claim,
  read: (file, role) => readSql(file, dialectNamed(role)),
  assemble: (_, files) => assembleSql(files),
};

/** The way back of a migration runs only when somebody undoes it. Source: golang-migrate and Flyway, naming of migrations. */
const WAY_BACK = /\.down\.sql$|(?:^|\/)U\d[\w.]*__[^/]*\.sql$/i;
const SQL_FILE = /\.(?:sql|ddl|dml|hql|pgsql|tsql)$/i;

/** All SQL of a repository is one unit: a mask that another file states counts. What declares beside the models of dbt is one for itself. */
function claim(path: string, tree: Tree, settings: Settings): Claim | null {
  if (!SQL_FILE.test(path) || WAY_BACK.test(path)) return null;
  const project = tree.nearest(path, 'dbt_project.yml');
  if (project !== undefined && isOutsideModels(project === '' ? path : path.slice(project.length + 1))) return null;
  const rule = settings.sql.dialects.find(({ paths }) => paths.some((pattern) => matchesPath(pattern, path)));
  return { unit: project === undefined ? 'sql' : `sql:${project}`, role: rule?.dialect ?? 'auto' };
}

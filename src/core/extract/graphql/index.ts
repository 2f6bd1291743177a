import type { Tree } from '../../../model/change-set.ts';
import type { Claim, Extractor } from '../../plug-ins.ts';
import { assembleSchema } from './assemble-schema.ts';
import { compareUnits } from './compare-units.ts';
import { loadLanguage } from './language.ts';
import type { GraphQlPart } from './part.ts';
import { readSdl } from './read-sdl.ts';

/** GraphQL's schema language: types, inputs and enums, and the fields of the root types as endpoints. Files of a schema are one. */
export const graphql: Extractor<GraphQlPart> = {
  id: 'graphql',
  title: 'GraphQL',
  version: 1,
  load: loadLanguage,
  claim,
  read: readSdl,
  assemble: assembleSchema,
  differences: compareUnits,
};

/** Where one of these lies, one schema lives. */
const PROJECTS =
  '.graphqlrc .graphqlrc.yml .graphqlrc.yaml .graphqlrc.json graphql.config.js graphql.config.ts graphql.config.json graphql.config.yml codegen.yml codegen.ts gqlgen.yml package.json go.mod pyproject.toml pom.xml build.gradle Cargo.toml mix.exs Gemfile'.split(
    ' ',
  );
const QUERIES = /(?:^|\/)(?:queries|mutations|fragments|operations|documents|__generated__|node_modules)\//i;

/** The role is the unit: comparing takes the names of assets from it. */
function claim(path: string, tree: Tree): Claim | null {
  if (!/\.(?:graphqls?|gql)$/i.test(path) || /(?:^|\/)node_modules\//.test(path)) return null;
  const folders = PROJECTS.flatMap((name) => tree.nearest(path, name) ?? []);
  const nearest = folders.sort((one, other) => other.length - one.length)[0];
  const unit = nearest !== undefined && nearest !== '' ? nearest : schemaFolder(path);
  return { unit, role: unit, ...(QUERIES.test(path) ? { unsure: true } : {}) };
}

/** The outermost folder that is named for a schema, else the file's own. */
function schemaFolder(path: string): string {
  return /^(?:.*?\/)?(?:graphql|gql|schemas?|subgraphs\/[^/]+)(?=\/)/i.exec(path)?.[0] ?? path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

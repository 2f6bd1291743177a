import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSchema, parse, validate, type GraphQLSchema } from 'graphql';

/** GitHub's own description of its GraphQL API. It is large, so that its archive is fetched once and only the schema is kept. */
const PACKAGE = '@octokit/graphql-schema@15.26.1';
const MEMBER = 'package/schema.graphql';
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/tollgate/', import.meta.url));

let schema: GraphQLSchema | undefined;

/** What is wrong with a document by GitHub's description. */
export function graphqlFaults(document: string): readonly string[] {
  schema ??= buildSchema(schemaText(), { assumeValid: true });
  return validate(schema, parse(document)).map(({ message }) => `graphql: ${message}`);
}

function schemaText(): string {
  const path = `${CACHE}github-graphql-15.26.1.graphql`;
  if (!existsSync(path)) {
    mkdirSync(CACHE, { recursive: true });
    const own = `${path}.${process.pid}`;
    writeFileSync(own, fetchSchema());
    renameSync(own, path);
  }
  return readFileSync(path, 'utf8');
}

function fetchSchema(): string {
  const folder = mkdtempSync(join(tmpdir(), 'github-graphql-'));
  try {
    const packed = execFileSync('npm', ['pack', PACKAGE, '--silent', '--pack-destination', folder], { encoding: 'utf8', timeout: 110_000 });
    const archive = join(folder, packed.trim().split('\n').at(-1) ?? '');
    return execFileSync('tar', ['-xzOf', archive, MEMBER], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    throw new Error(
      `cannot get ${PACKAGE}, which every GraphQL request of these tests is checked by. Run the tests once where the npm registry can be ` +
        `reached; it is then kept in node_modules/.cache/tollgate.`,
      { cause: error },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

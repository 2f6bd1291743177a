import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

export const LIBRARY = fileURLToPath(new URL('../../policies', import.meta.url));

export interface PolicyFolder {
  readonly category: string;
  readonly name: string;
  readonly files: readonly string[];
  /** The METADATA of its package. */
  readonly metadata: PackageMetadata;
  readonly page: string;
}

export interface PackageMetadata {
  readonly title: string;
  readonly description: string;
  readonly custom: {
    readonly id: string;
    readonly severity: string;
    readonly phase: string;
    readonly suppressible: string;
    readonly frameworks: readonly string[];
  };
}

const NO_POLICIES = new Set(['lib', 'parameters', 'schemas']);

/** Every policy of the default library, by id. */
export function policyFolders(): readonly PolicyFolder[] {
  const categories = readdirSync(LIBRARY, { withFileTypes: true }).filter((one) => one.isDirectory() && !NO_POLICIES.has(one.name));
  const folders = categories.flatMap(({ name: category }) =>
    readdirSync(`${LIBRARY}/${category}`).map((name) => policyFolder(category, name)),
  );
  return folders.sort((a, b) => a.metadata.custom.id.localeCompare(b.metadata.custom.id));
}

function policyFolder(category: string, name: string): PolicyFolder {
  const folder = `${LIBRARY}/${category}/${name}`;
  const rego = readFileSync(`${folder}/${name}.rego`, 'utf8');
  const block = rego.split('\n').slice(
    1,
    rego.split('\n').findIndex((line) => !line.startsWith('#')),
  );
  const metadata = parse(block.map((line) => line.slice(2)).join('\n')) as PackageMetadata;
  return {
    category,
    name,
    files: readdirSync(folder)
      .filter((one) => one !== 'cases')
      .sort(),
    metadata,
    page: readFileSync(`${folder}/README.md`, 'utf8'),
  };
}

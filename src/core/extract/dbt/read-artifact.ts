import type { Fact, Facts } from '../../../model/asset.ts';
import type { Problem } from '../../../model/problem.ts';
import type { SourceFile } from '../../../model/source.ts';
import { at, entriesOf, textAt, type DocumentNode } from '../../text/document-tree.ts';
import { parseJson } from '../../text/json-tree.ts';
import { lineIndex } from '../../text/line-index.ts';
import { configFacts } from './config-facts.ts';
import { HOOKS } from './hooks.ts';
import type { ArtifactNode } from './part.ts';

/** What dbt wrote of a project when it last ran, where somebody keeps it beside the text. */
export const isArtifact = (path: string): boolean => /(?:^|\/)(?:manifest|catalog)\.json$/.test(path);

const SCHEMA = /"dbt_schema_version"\s*:\s*"[^"\s]{0,200}\/([\w-]+)\/v(\d+)\.json"/;
/** The versions whose nodes, columns and configs are read. Source: dbt, "Manifest JSON file", "Catalog JSON file". */
const KNOWN: Readonly<Record<string, readonly [first: number, last: number]>> = { manifest: [4, 12], catalog: [1, 1] };
/** A larger one takes more memory than it is worth: the text is judged without it. */
const MAX_LENGTH = 2_000_000;
const KINDS = /^(?:model|seed|snapshot|source)\./;

export interface ReadArtifact {
  readonly nodes: readonly ArtifactNode[] | null;
  readonly problems: readonly Problem[];
}

/** Null: no artifact of dbt. One that cannot be used takes nothing from the judgement of the text, so its problems are notes. */
export function readArtifact(file: SourceFile): ReadArtifact {
  const version = SCHEMA.exec(file.text);
  if (!version) return { nodes: null, problems: [] };
  const [, kind = '', number] = version;
  const range = Object.hasOwn(KNOWN, kind) ? KNOWN[kind] : undefined;
  const isKnown = range !== undefined && range[0] <= Number(number) && Number(number) <= range[1];
  if (!isKnown)
    return note(
      file,
      version,
      'dbt-artifact-version',
      `This is version ${number} of ${kind}.json, which is not read. The text was judged without it.`,
    );
  if (file.text.length > MAX_LENGTH)
    return note(file, version, 'dbt-artifact-large', `This ${kind}.json is too large to be read. The text was judged without it.`);
  const { root, problems } = parseJson(file);
  const notes = problems.map(({ undecided: _, ...problem }): Problem => problem);
  const told = [at(root, 'nodes'), at(root, 'sources')].flatMap(entriesOf);
  return { nodes: told.flatMap(({ key, value }) => (KINDS.test(key) ? [nodeOf(key, value)] : [])), problems: notes };
}

function note({ path, text }: SourceFile, { index, 0: found }: RegExpExecArray, code: string, message: string): ReadArtifact {
  return { nodes: null, problems: [{ code, message, location: lineIndex(path, text).location(index, index + found.length) }] };
}

function nodeOf(id: string, node: DocumentNode): ArtifactNode {
  const columns = entriesOf(at(node, 'columns')).map(({ key, value }) => ({
    name: (textAt(value, 'name') ?? key).toLowerCase(),
    facts: { ...settled(value), ...typeFact(at(value, 'type')) },
  }));
  return { id, facts: { ...settled(node), ...placed(node), ...qualifiedName(node) }, columns };
}

/** Settings as dbt worked them out. Hooks are statements of the text still. */
function settled(node: DocumentNode): Facts {
  const { [HOOKS]: _, ...facts } = configFacts(node);
  return facts;
}

/** Where the node itself says that it stands; its config says what that was made of. */
function placed(node: DocumentNode): Facts {
  const told = ['database', 'schema', 'alias', 'identifier'].flatMap((name): [string, Fact][] => {
    const found = at(node, name);
    return found?.kind === 'scalar' && typeof found.value === 'string' ? [[name, { value: found.value, location: found.location }]] : [];
  });
  return Object.fromEntries(told);
}

function typeFact(type: DocumentNode | undefined): Facts {
  return type?.kind === 'scalar' && typeof type.value === 'string' ? { physical_type: { value: type.value, location: type.location } } : {};
}

/** `relation_name` of a manifest: `"db"."schema"."table"`. */
function qualifiedName(node: DocumentNode): Facts {
  const relation = at(node, 'relation_name');
  const name = textAt(relation);
  return relation && name ? { qualified_name: { value: name.replaceAll(/["`[\]]/g, ''), location: relation.location } } : {};
}

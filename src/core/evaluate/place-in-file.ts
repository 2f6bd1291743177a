import type { PolicyMetadata, Statement } from '../../model/finding.ts';
import type { Location } from '../../model/source.ts';
import { at, entry, itemsOf, textAt, type DocumentNode } from '../text/document-tree.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { PlacedStatement } from './place-findings.ts';

/** What policies said of one file, with the document that they were asked about. */
export interface FileStatement {
  /** As the head calls the file: a finding survives a renamed file. */
  readonly path: string;
  readonly node: DocumentNode;
  /** The statement is about files together: which one it stands in depends on its place, and is no part of its identity. */
  readonly together?: true;
  readonly statement: Statement;
}

/**
 * Statements about parsed files of both sides as findings: new where only the head has them. They stand at the `path` that the policy
 * names, else at its line, else at the start of the document.
 */
export function placeFileFindings(
  base: readonly FileStatement[] | null,
  head: readonly FileStatement[],
  policies: readonly PolicyMetadata[],
): readonly PlacedStatement[] {
  const byId = new Map(policies.map((policy) => [policy.id, policy]));
  const [before, after] = [(base ?? []).flatMap((one) => place(one, byId)), head.flatMap((one) => place(one, byId))];
  const old = new Set(before.filter(({ statement }) => !statement.excepted).map(({ fingerprint }) => fingerprint));
  const now = new Set(after.map(({ fingerprint }) => fingerprint));
  const current = after.map((one): PlacedStatement => ({ ...one, disposition: dispositionOf(one, old) }));
  const fixed = before
    .filter(({ statement, fingerprint }) => !statement.excepted && !now.has(fingerprint))
    .map((one): PlacedStatement => ({ ...one, disposition: 'fixed' }));
  return [...current, ...fixed];
}

function dispositionOf({ statement, fingerprint }: PlacedStatement, old: ReadonlySet<string>): PlacedStatement['disposition'] {
  if (statement.excepted) return 'excepted';
  return old.has(fingerprint) ? 'existing' : 'new';
}

function place(
  { path, node, statement, together }: FileStatement,
  policies: ReadonlyMap<string, PolicyMetadata>,
): readonly PlacedStatement[] {
  const policy = policies.get(statement.policy);
  if (!policy) return [];
  // Without a key of its own, what tells two findings of one file apart is what they are about: the path, else the message.
  // Among files together an index says nothing: another file moves it.
  const key = statement.key ?? (statement.path && !together ? statement.path.join('/') : statement.message);
  const fingerprint = fingerprintOf({ policy: policy.id, asset: together ? '' : path, field: null, key });
  const location = placeOf(statement, (together && documentOf(statement, node)) || node);
  const told = { ...statement, file: together ? location.file : path };
  return [{ statement: told, policy, location, fingerprint, disposition: 'new', known: [], asset: undefined }];
}

/** The first document of the file that a statement about files together names. */
function documentOf({ file, path }: Statement, node: DocumentNode): DocumentNode | undefined {
  if (file === undefined || path) return undefined;
  const named = itemsOf(node).find((item) => textAt(item, 'path') === file);
  return at(named, 'contents');
}

function placeOf({ path, line }: Statement, node: DocumentNode): Location {
  if (path) return walk(node, path);
  const start = { file: node.location.file, start: node.location.start, end: node.location.start };
  return line === undefined ? start : { ...start, start: lineStart(line), end: lineStart(line) };
}

const lineStart = (line: number): Location['start'] => ({ line, column: 1, offset: 0 });

/** As far as the path leads; at the key of what it names, where it has one. */
function walk(node: DocumentNode, path: readonly (string | number)[]): Location {
  let [here, location] = [node, { ...node.location, end: node.location.start }];
  for (const step of path) {
    const found = here.kind === 'map' ? entry(here, String(step)) : undefined;
    const next = here.kind === 'list' ? here.items[Number(step)] : found?.value;
    if (!next) return location;
    [here, location] = [next, found?.keyLocation ?? next.location];
  }
  return location;
}

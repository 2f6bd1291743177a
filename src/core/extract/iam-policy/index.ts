import type { Asset, Facts } from '../../../model/asset.ts';
import type { SourceFile } from '../../../model/source.ts';
import type { Claim, Extractor, Reading } from '../../plug-ins.ts';
import { find, findAll, textOf } from '../../infrastructure/found.ts';
import {
  isPolicyDocument,
  openStatement,
  permissionsOf,
  resourceGrants,
  statementsIn,
  tlsOnly,
} from '../../infrastructure/policy-document.ts';
import { entry, type DocumentNode } from '../../text/document-tree.ts';
import { parseJson } from '../../text/json-tree.ts';
import type { IamPolicyPart } from './part.ts';

/** Policy documents of AWS that stand in files of their own: of buckets and keys (who is let in), of users and roles (what they may do). */
export const iamPolicy: Extractor<IamPolicyPart> = {
  id: 'iam-policy',
  title: 'IAM policy',
  version: 1,
  claim,
  read,
  assemble: (_, files) => ({ assets: files.flatMap(({ part }) => part.assets), changes: [], problems: [] }),
};

const NEVER = /(?:^|\/)(?:node_modules\/|(?:package|package-lock|tsconfig|composer)\.json$)/;

function claim(path: string): Claim | null {
  return /\.json$/i.test(path) && !NEVER.test(path) ? { unit: path, role: '', unsure: true } : null;
}

const MAY_BE = /"Effect"\s*:\s*"(?:Allow|Deny)"/;

function read(file: SourceFile): Reading<IamPolicyPart> {
  if (!MAY_BE.test(file.text) || !file.text.includes('"Statement"')) return { part: null, problems: [] };
  const { root, problems } = parseJson(file);
  if (!root || !isPolicyDocument(root)) return { part: null, problems: problems.filter(({ undecided }) => undecided) };
  return { part: { assets: [policyOf(root, file)] }, problems };
}

function policyOf(root: DocumentNode, { path }: SourceFile): Asset {
  const named = find(root, 'Id') ?? findAll(root, 'Statement.Sid')[0];
  const name = textOf(find(root, 'Id')) ?? path.slice(path.lastIndexOf('/') + 1).replace(/\.json$/i, '');
  return {
    id: `iam-policy:${path}`,
    kind: 'policy',
    name,
    platform: 'aws',
    file: path,
    location: named?.node.location ?? entry(root, 'Statement')?.keyLocation ?? root.location,
    extent: root.location,
    facts: factsOf(root, name),
    fields: [],
    files: [path],
  };
}

/** A policy of a resource names principals; one of a user or role does not, and is about whoever holds it. */
function factsOf(root: DocumentNode, name: string): Facts {
  const statements = statementsIn(root);
  const isOfResource = statements.some(({ principals, unknown }) => principals.length > 0 || unknown !== undefined);
  if (!isOfResource) return permissionsOf(statements, name);
  const open = openStatement(statements);
  return { ...(open ? { public_access: open } : {}), ...resourceGrants(statements), ...tlsOnly(statements) };
}

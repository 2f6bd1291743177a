import type { Fix, Fixable, Remediator } from '../../plug-ins.ts';
import { flipLiteral } from '../flip-literal.ts';

/** Closes what a literal opens: `publicly_accessible = true`, `acl = "public-read"`, `block_public_acls = false`. */
export const blockPublicAccess: Remediator = {
  id: 'block-public-access',
  policies: ['PUB001'],
  fix({ asset, file, statement }: Fixable): Fix | null {
    if (statement.rule !== 'deny') return null;
    const fact = asset?.facts['public_access'];
    const edits = flipLiteral(fact, file, CLOSED);
    const [edit] = edits;
    if (!fact || !edit) return null;
    const before = file.text.slice(fact.location.start.offset, edit.location.start.offset);
    return { text: `${before.replaceAll(/\s+/g, ' ')}${edit.text}`.trim(), edits };
  },
};

const CLOSED: ReadonlyMap<string, string> = new Map([
  ['true', 'false'],
  ['false', 'true'],
  ['"public-read"', '"private"'],
  ['"public-read-write"', '"private"'],
  ['"authenticated-read"', '"private"'],
]);

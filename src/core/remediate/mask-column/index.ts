import type { Fix, Fixable, Remediator } from '../../plug-ins.ts';
import { insertAfterType } from '../insert-after-type.ts';
import { isMadeByQuery } from '../is-made-by-query.ts';
import { kindOf, kindWord, nameFrom } from '../kind-word.ts';

/** Names a mask for a column: by the policy's parameter `masks`, else `governance.mask_email` and the like. */
export const maskColumn: Remediator = {
  id: 'mask-column',
  policies: ['PII002'],
  fix(finding: Fixable): Fix | null {
    const { asset, field, file, statement } = finding;
    const kind = kindOf(field);
    if (!asset || !field || kind === undefined) return null;
    const mask = nameFrom(finding.parameters, 'masks', kind) ?? `governance.mask_${kindWord(kind)}`;
    const inline = CLAUSES.get(asset.platform)?.(mask, kind);
    // A column that a query makes has no declaration that could take a clause.
    const clause = isMadeByQuery(asset, field) ? undefined : inline;
    const isExact = clause !== undefined && statement.rule === 'deny' && asset.id.startsWith('sql:');
    const text = clause ?? LATER.get(asset.platform)?.(mask, asset.name, field.name, inline ?? '') ?? `mask ${field.name} with ${mask}`;
    return { text, edits: isExact ? insertAfterType(field, file, clause) : [] };
  },
};

/** Platforms that take the mask in the declaration of the column. */
const CLAUSES: ReadonlyMap<string, (mask: string, kind: string) => string> = new Map([
  ['snowflake', (mask: string) => `WITH MASKING POLICY ${mask}`],
  ['databricks', (mask: string) => `MASK ${mask}`],
  ['tsql', (_: string, kind: string) => `MASKED WITH (FUNCTION = '${kind === 'e-mail addresses' ? 'email()' : 'default()'}')`],
]);

/** Those that take it in a statement or file of its own. */
const LATER: ReadonlyMap<string, (mask: string, asset: string, field: string, clause: string) => string> = new Map([
  ['snowflake', (mask: string, asset: string, field: string) => `ALTER TABLE ${asset} MODIFY COLUMN ${field} SET MASKING POLICY ${mask}`],
  ['databricks', (mask: string, asset: string, field: string) => `ALTER TABLE ${asset} ALTER COLUMN ${field} SET MASK ${mask}`],
  ['tsql', (_: string, asset: string, field: string, clause: string) => `ALTER TABLE ${asset} ALTER COLUMN ${field} ADD ${clause}`],
  ['redshift', (mask: string, asset: string, field: string) => `ATTACH MASKING POLICY ${mask} ON ${asset} (${field}) TO PUBLIC`],
  [
    'bigquery',
    (_: string, asset: string, field: string) => `ALTER TABLE ${asset} ALTER COLUMN ${field} SET OPTIONS (data_policies = ['…'])`,
  ],
  ['dbt', (mask: string) => `config: { meta: { masking_policy: ${mask} } }`],
]);

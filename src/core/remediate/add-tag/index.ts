import type { Asset, Field } from '../../../model/asset.ts';
import type { SourceFile } from '../../../model/source.ts';
import type { Fix, Fixable, Remediator } from '../../plug-ins.ts';
import { insertAfterType } from '../insert-after-type.ts';
import { insertJsonProperty } from '../insert-json-property.ts';
import { insertYamlKey } from '../insert-yaml-key.ts';
import { isMadeByQuery } from '../is-made-by-query.ts';
import { kindOf, kindWord, nameFrom } from '../kind-word.ts';

/** Tags personal data where it is declared: inline in Snowflake, as `meta` in dbt, as `tags` in Avro and data contracts. */
export const addTag: Remediator = {
  id: 'add-tag',
  policies: ['PII001'],
  fix(finding: Fixable): Fix | null {
    const { asset, field } = finding;
    const kind = kindOf(field);
    if (!asset || !field || kind === undefined) return null;
    const word = kindWord(kind);
    const tag = nameFrom(finding.parameters, 'tag');
    const way = WAYS.get(asset.platform)?.(word, tag, { asset, field, file: finding.file });
    if (!way) return null;
    return { text: way.text, edits: finding.statement.rule === 'deny' ? way.edits : [] };
  },
};

interface Place {
  readonly asset: Asset;
  readonly field: Field;
  readonly file: SourceFile;
}

type Way = (word: string, tag: string | undefined, place: Place) => Fix;

const WAYS: ReadonlyMap<string, Way> = new Map<string, Way>([
  ['snowflake', inSnowflake],
  [
    'databricks',
    (word, tag, { asset, field }) => ({
      text: `ALTER TABLE ${asset.name} ALTER COLUMN ${field.name} SET TAGS ('${tag ?? 'pii'}' = '${word}')`,
      edits: [],
    }),
  ],
  ['dbt', inDbt],
  [
    'avro',
    (_, tag, { field, file }) => ({
      text: `"tags": ["${tag ?? 'pii'}"]`,
      edits: insertJsonProperty(field, file, 'tags', `["${tag ?? 'pii'}"]`),
    }),
  ],
  [
    'odcs',
    (_, tag, { field, file }) => ({
      text: `tags: [${tag ?? 'pii'}]`,
      edits: insertYamlKey(field, file, `tags: [${tag ?? 'pii'}]`, ['tags']),
    }),
  ],
]);

function inSnowflake(word: string, tag: string | undefined, { asset, field, file }: Place): Fix {
  if (isMadeByQuery(asset, field))
    return { text: `ALTER TABLE ${asset.name} MODIFY COLUMN ${field.name} SET TAG ${tag ?? 'governance.pii'} = '${word}'`, edits: [] };
  const text = `WITH TAG (${tag ?? 'governance.pii'} = '${word}')`;
  return { text, edits: asset.id.startsWith('sql:') ? insertAfterType(field, file, text) : [] };
}

/** From dbt 1.10 on, `meta` of a column stands under `config`; a file that has it directly keeps its way. */
function inDbt(word: string, tag: string | undefined, { field, file }: Place): Fix {
  const entry = `{ ${tag ?? 'pii'}: ${word} }`;
  const text = isOldStyle(file.text) ? `meta: ${entry}` : `config: { meta: ${entry} }`;
  return { text, edits: insertYamlKey(field, file, text, ['meta', 'config']) };
}

const isOldStyle = (text: string): boolean => /^[ \t]+meta:/m.test(text) && !/^[ \t]+config:/m.test(text);

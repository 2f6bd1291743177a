import { expect, test } from 'vitest';
import { relationOf, serverNames } from '../../../src/core/contract/server-names.ts';
import { parseYaml } from '../../../src/core/text/yaml-tree.ts';

const server = (text: string) => parseYaml({ path: 'a.yaml', text, size: text.length }).documents[0]!;

test.each([
  ['{type: snowflake, database: PROD, schema: SALES}', 'orders', ['relation:prod.sales.orders', 'relation:sales.orders']],
  ['{type: bigquery, project: p, dataset: d}', 'orders', ['relation:p.d.orders', 'relation:d.orders']],
  ['{type: postgres, database: "${DB}", schema: s}', 'orders', []],
  ['{type: postgres, database: d, schema: s}', 'x.orders', ['relation:x.orders']],
  ['{type: kafka, host: h}', 'orders', ['topic:orders']],
  ['{type: kinesis, stream: s}', 'orders', ['topic:s']],
  ['{type: s3, location: "s3://b/{model}"}', 'orders', ['path:s3://b/orders']],
  ['{type: local, path: ./data}', 'orders', ['path:./data']],
  ['{type: api}', 'orders', []],
  ['{}', 'orders', []],
])('%s', (text, object, expected) => {
  expect(serverNames(server(text), object)).toEqual(expected);
});

test('a name in a contract that is a relation', () => {
  expect([relationOf('RAW."Orders"'), relationOf('select 1'), relationOf('${x}'), relationOf(' ')]).toEqual([
    'relation:raw.orders',
    undefined,
    undefined,
    undefined,
  ]);
});

import { describe, expect, test } from 'vitest';
import { kafkaConnect } from '../../../../src/core/extract/kafka-connect/index.ts';
import { DEFAULT_SETTINGS } from '../../../../src/core/settings/default-settings.ts';
import type { Facts } from '../../../../src/model/asset.ts';
import type { Location } from '../../../../src/model/source.ts';

const noGrammar = (): never => {
  throw new TypeError('connectors need no grammar');
};

function read(text: string, path = 'connector.json') {
  const { part, problems } = kafkaConnect.read({ path, text, size: text.length }, '', noGrammar);
  const assembly = part && kafkaConnect.assemble(path, [{ path, role: '', part }], DEFAULT_SETTINGS);
  return {
    isRead: part !== null,
    assets: assembly?.assets ?? [],
    edges: (assembly?.edges ?? []).map(({ from, to, by }) => [from.asset, to.asset, by]),
    places: (assembly?.edges ?? []).map(({ location }) => location),
    problems,
    textAt: ({ start, end }: Location): string => text.slice(start.offset, end.offset),
  };
}

const said = (facts: Facts | undefined): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(facts ?? {}).map(([name, { value, unknown }]) => [name, unknown ?? value]));
const settings = (map: Readonly<Record<string, string>>) => read(JSON.stringify({ name: 'it', config: map }, null, 2));

const DEBEZIUM = 'io.debezium.connector.postgresql.PostgresConnector';
const JDBC_SOURCE = 'io.confluent.connect.jdbc.JdbcSourceConnector';
const JDBC_SINK = 'io.confluent.connect.jdbc.JdbcSinkConnector';
const S3_SINK = 'io.confluent.connect.s3.S3SinkConnector';

describe('where connectors stand', () => {
  test('as the REST interface takes them, alone or in a list', () => {
    const text = `[{"name": "a", "config": {"connector.class": "${JDBC_SINK}"}}, {"connector.class": "${S3_SINK}", "name": "b"}]`;
    const { assets, textAt } = read(text);
    expect(assets.map(({ id, kind, name, platform }) => [id, kind, name, platform])).toEqual([
      ['kafka-connect:a', 'job', 'a', 'kafka-connect'],
      ['kafka-connect:b', 'job', 'b', 'kafka-connect'],
    ]);
    expect(assets.map(({ location }) => textAt(location))).toEqual(['"a"', '"b"']);
  });

  test('as properties', () => {
    const { assets, edges, textAt } = read(`# comment\nname = load\nconnector.class:${JDBC_SINK}\ntopics=a\n`, 'connect.properties');
    expect(assets.map(({ name, location }) => [name, textAt(location)])).toEqual([['load', 'load']]);
    expect(edges).toEqual([['topic:a', 'relation:a', 'kafka-connect:load']]);
  });

  test('as a resource of Strimzi', () => {
    const { assets } = read(
      `apiVersion: kafka.strimzi.io/v1beta2\nkind: KafkaConnector\nmetadata: { name: lake, labels: { owner: data } }\nspec: { class: ${S3_SINK}, config: { topics: a, s3.bucket.name: raw, s3.region: eu-west-1 } }\n`,
      'lake.yaml',
    );
    expect(said(assets[0]?.facts)).toMatchObject({
      resource_type: S3_SINK,
      direction: 'sink',
      region: 'eu-west-1',
      tags: { owner: 'data' },
    });
  });

  test.each([
    ['another resource', 'kind: KafkaConnector\nmetadata: { name: a }\n', 'a.yaml'],
    ['another document', '{"description": "connector.class"}', 'a.json'],
    ['a list of texts', '["connector.class"]', 'a.json'],
  ])('%s is none', (_, text, path) => {
    expect(read(text, path).isRead).toBe(false);
  });

  test('one without a name goes by its class', () => {
    expect(read(`{"connector.class": "${S3_SINK}"}`).assets[0]?.name).toBe('S3SinkConnector');
  });
});

describe('flows', () => {
  test.each([
    [
      { 'connector.class': DEBEZIUM, 'topic.prefix': 'crm', 'table.include.list': 'public.contacts' },
      ['relation:public.contacts', 'topic:crm.public.contacts', 'kafka-connect:it'],
    ],
    [{ 'connector.class': DEBEZIUM, 'table.include.list': 'public.Contacts' }, ['relation:public.contacts', 'kafka-connect:it', undefined]],
    [
      { 'connector.class': JDBC_SOURCE, 'topic.prefix': 'crm-', 'table.whitelist': 'sales.contacts' },
      ['relation:sales.contacts', 'topic:crm-contacts', 'kafka-connect:it'],
    ],
    [
      {
        'connector.class': DEBEZIUM,
        'topic.prefix': 'crm',
        'table.include.list': 'a.b',
        transforms: 'r',
        'transforms.r.type': 'org.apache.kafka.connect.transforms.RegexRouter',
      },
      ['relation:a.b', 'kafka-connect:it', undefined],
    ],
    [
      { 'connector.class': JDBC_SINK, topics: 'orders', 'table.name.format': 'dw.${topic}' },
      ['topic:orders', 'relation:dw.orders', 'kafka-connect:it'],
    ],
    [
      { 'connector.class': S3_SINK, topics: 'orders', 's3.bucket.name': 'raw' },
      ['topic:orders', 'path:s3://raw/topics/orders', 'kafka-connect:it'],
    ],
    [
      {
        'connector.class': 'com.snowflake.kafka.connector.SnowflakeSinkConnector',
        topics: 'o',
        'snowflake.topic2table.map': 'o:ORDERS',
        'snowflake.database.name': 'RAW',
        'snowflake.schema.name': 'CRM',
      },
      ['topic:o', 'relation:raw.crm.orders', 'kafka-connect:it'],
    ],
    [{ 'connector.class': 'com.example.SearchSink', topics: 'o' }, ['topic:o', 'kafka-connect:it', undefined]],
  ])('%o', (map, edge) => {
    expect(settings(map as unknown as Readonly<Record<string, string>>).edges).toEqual([edge]);
  });

  test('each table of a list stands at its own place; patterns are no tables', () => {
    const { places, textAt, assets } = settings({ 'connector.class': DEBEZIUM, 'table.include.list': 'public.a, public.b,public\\..*' });
    expect(places).toHaveLength(2);
    expect(said(assets[0]?.facts)['upstream']).toEqual(['public.a', 'public.b']);
    const exact = settings({ 'connector.class': DEBEZIUM, 'table.include.list': 'public.a, public.b' });
    expect(exact.places.map(exact.textAt)).toEqual(['public.a', 'public.b']);
    expect(places.map(textAt)[0]).toContain('public.a, public.b');
  });
});

describe('what is hidden on the way', () => {
  test('masked, dropped and hashed fields, each at its own place', () => {
    const { assets, textAt } = settings({
      'connector.class': DEBEZIUM,
      transforms: 'mask, drop',
      'transforms.mask.type': 'org.apache.kafka.connect.transforms.MaskField$Value',
      'transforms.mask.fields': 'ssn, phone',
      'transforms.drop.type': 'org.apache.kafka.connect.transforms.ReplaceField$Value',
      'transforms.drop.exclude': 'notes',
      'column.mask.with.12.chars': 'public.contacts.email',
    });
    const fields = assets[0]?.fields ?? [];
    expect(fields.map(({ name, facts }) => [name, facts['masking']?.value])).toEqual([
      ['ssn', 'MaskField'],
      ['phone', 'MaskField'],
      ['notes', 'ReplaceField'],
      ['public.contacts.email', 'column.mask.with'],
    ]);
    expect(fields.map(({ location }) => textAt(location))).toEqual(['ssn', 'phone', '"notes"'.slice(1, -1), 'public.contacts.email']);
    expect(assets[0]?.partial).toBe(true);
  });

  test('a field that is only renamed is not hidden', () => {
    const { assets } = settings({
      'connector.class': DEBEZIUM,
      transforms: 'r',
      'transforms.r.type': 'org.apache.kafka.connect.transforms.ReplaceField$Value',
      'transforms.r.renames': 'a:b',
    });
    expect(assets[0]?.fields).toEqual([]);
  });
});

describe('security', () => {
  test.each([
    [{ 'database.sslmode': 'require' }, true],
    [{ 'database.sslmode': 'prefer' }, false],
    [{ 'connection.url': 'jdbc:postgresql://h/db?sslmode=verify-full' }, true],
    [{ 'connection.url': 'jdbc:mysql://h/db?useSSL=false' }, false],
    [{ 'connection.url': 'http://search:9200' }, false],
    [{ 'connection.uri': 'mongodb+srv://h/db' }, true],
    [{ 'producer.override.security.protocol': 'SASL_SSL', 'database.ssl.mode': 'disabled' }, false],
    [{ 'database.sslmode': '${env:MODE}' }, '${env:MODE}'],
    [{ 'connection.url': 'jdbc:postgresql://h/db' }, undefined],
  ])('%o on the way', (map, expected) => {
    const { assets } = settings({ 'connector.class': JDBC_SOURCE, ...(map as unknown as Readonly<Record<string, string>>) });
    expect(said(assets[0]?.facts)['encryption_in_transit']).toEqual(expected);
  });

  test('at rest, in a bucket', () => {
    const at = (map: Readonly<Record<string, string>>) =>
      said(settings({ 'connector.class': S3_SINK, ...map }).assets[0]?.facts)['encryption_at_rest'];
    expect([at({ 's3.ssea.name': 'AES256' }), at({ 's3.ssea.name': 'aws:kms' }), at({ 's3.sse.kms.key.id': 'k' }), at({})]).toEqual([
      'platform',
      'customer-key',
      'customer-key',
      undefined,
    ]);
  });

  test('that a password stands in the text is told, never the password', () => {
    const written = settings({ 'connector.class': JDBC_SOURCE, 'database.password': 'hunter2' });
    expect(said(written.assets[0]?.facts)['password_in_text']).toBe(true);
    expect(JSON.stringify(written.assets)).not.toContain('hunter2');
    expect(said(settings({ 'connector.class': JDBC_SOURCE, 'database.password': '${file:/s:p}' }).assets[0]?.facts)).not.toHaveProperty(
      'password_in_text',
    );
  });
});

describe('hostile connectors are answered', () => {
  test.each([
    ['brackets', `{"connector.class": ${'['.repeat(100_000)}`, 'json-too-deep'],
    ['an unterminated text', '{"connector.class": "x', 'json-unreadable'],
  ])('%s', (_, text, code) => {
    expect(read(text).problems.map((one) => one.code)).toContain(code);
  });

  test('long lists', () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `f${index}`).join(',');
    const { assets } = settings({
      'connector.class': DEBEZIUM,
      transforms: 'm',
      'transforms.m.type': 'x.MaskField',
      'transforms.m.fields': names,
    });
    expect(assets[0]?.fields).toHaveLength(20_000);
    expect(read(`connector.class=a.Sink\n${'x'.repeat(1_000_000)}\n`, 'a.properties').assets).toHaveLength(1);
  });

  test('names of the language are names', () => {
    const { assets } = settings({
      'connector.class': DEBEZIUM,
      transforms: '__proto__',
      'transforms.__proto__.type': 'x.MaskField',
      'transforms.__proto__.fields': 'constructor',
    });
    expect(assets[0]?.fields.map(({ name }) => name)).toEqual(['constructor']);
  });
});

import { describe, expect, it } from 'vitest';
import { flowOf, edgesFrom, sourcesOf } from '../../../src/core/link/flow.ts';
import { inheritPersonalData } from '../../../src/core/link/inherit.ts';
import { link } from '../../../src/core/link/link.ts';
import { lineageDocument, surroundingsOf } from '../../../src/core/link/lineage-document.ts';
import { evidenceFor } from '../../../src/core/evaluate/evidence.ts';
import type { Asset } from '../../../src/model/asset.ts';
import type { LineageEdge } from '../../../src/model/lineage.ts';
import { aFact, aField, anAsset, aPlace } from '../../builders/an-asset.ts';

const table = (name: string, more: Partial<Asset> = {}): Asset =>
  anAsset({ id: `sql:${name}`, name, aliases: [`relation:${name}`], ...more });
const model = (name: string, more: Partial<Asset> = {}): Asset =>
  anAsset({ id: `dbt:model.shop.${name}`, name, kind: 'model', platform: 'dbt', aliases: [`relation:${name}`], ...more });

/** `a.x > b.y`, `a > b`; names without a colon are relations. */
function flows(text: string, how?: LineageEdge['how']): LineageEdge {
  const [from = '', to = ''] = text.split(' > ');
  const end = (one: string) => {
    const [asset = '', field] = one.split('#');
    return { asset: asset.includes(':') ? asset : `relation:${asset}`, ...(field === undefined ? {} : { field }) };
  };
  return { from: end(from), to: end(to), location: aPlace(), ...(how ? { how } : {}) };
}

const linked = (assets: readonly Asset[], edges: readonly LineageEdge[]): readonly string[] =>
  link(assets, edges, false).edges.map(({ from, to }) => `${from.asset} > ${to.asset}`);

describe('names across formats', () => {
  it.each([
    ['the full name', 'prod.crm.contacts', 'prod.crm.contacts'],
    ['fewer parts in front', 'prod.crm.contacts', 'crm.contacts'],
    ['only the last part', 'prod.crm.contacts', 'contacts'],
    ['more parts in front', 'crm.contacts', 'prod.crm.contacts'],
    ['a schema where none was declared', 'contacts', 'crm.contacts'],
  ])('%s is the same thing', (_, declared, named) => {
    expect(linked([table(declared)], [flows(`${named} > out`)])).toEqual([`sql:${declared} > relation:out`]);
  });

  it('a name that two things could mean is neither', () => {
    expect(linked([table('a.contacts'), table('b.contacts')], [flows('contacts > out')])).toEqual(['relation:contacts > relation:out']);
  });

  it('the exact name wins over an ending', () => {
    expect(linked([table('a.contacts'), table('contacts')], [flows('contacts > out')])).toEqual(['sql:contacts > relation:out']);
  });

  it('an asset is named by its id, too', () => {
    expect(linked([model('orders')], [flows('dbt:model.shop.orders > out')])).toEqual(['dbt:model.shop.orders > relation:out']);
  });

  it('what lies in a known bucket is part of it; a bucket whose name only begins alike is another', () => {
    const bucket = anAsset({ id: 'terraform:.:aws_s3_bucket.raw', kind: 'bucket', aliases: ['path:s3://raw'] });
    expect(linked([bucket], [flows('path:s3://raw/crm/2026 > out'), flows('path:s3://raw-old/x > out')])).toEqual([
      'terraform:.:aws_s3_bucket.raw > relation:out',
      'path:s3://raw-old/x > relation:out',
    ]);
  });

  it('assets of one name in several formats are one node', () => {
    const source = anAsset({ id: 'dbt:source.shop.crm.contacts', kind: 'source', aliases: ['relation:crm.contacts'] });
    const { nodes } = link([source, table('prod.crm.contacts')], [], false);
    expect(nodes).toEqual([
      { id: 'sql:prod.crm.contacts', name: 'prod.crm.contacts', assets: ['sql:prod.crm.contacts', 'dbt:source.shop.crm.contacts'] },
    ]);
  });

  it('the order of files changes nothing', () => {
    const assets = [table('crm.contacts'), model('contacts'), table('prod.crm.contacts')];
    const edges = [flows('crm.contacts > mart.customers')];
    const nodes = (some: readonly Asset[]) =>
      link(some, edges, false)
        .nodes.map(({ assets: ids }) => ids.length)
        .sort();
    expect(nodes(assets)).toEqual(nodes(assets.toReversed()));
  });

  it('a flow told twice is one, a flow into itself none', () => {
    expect(linked([], [flows('a > b'), flows('a > b'), flows('a > a')])).toEqual(['relation:a > relation:b']);
  });
});

describe('where a field comes from', () => {
  const flow = flowOf(
    link(
      [],
      [flows('raw#Email > stage#mail', 'same'), flows('stage#* > mart#*', 'same'), flows('stage#mail > audit#digest', 'computed')],
      false,
    ),
  );

  it('through several steps, the nearest first; names compare without case', () => {
    expect([...sourcesOf(flow, 'relation:mart', 'MAIL')]).toEqual([
      { node: 'relation:stage', field: 'MAIL', same: true },
      { node: 'relation:raw', field: 'Email', same: true },
    ]);
  });

  it('a value that was computed on the way is told as such', () => {
    expect([...sourcesOf(flow, 'relation:audit', 'digest')].map(({ same }) => same)).toEqual([false, false]);
  });

  it('a circle ends', () => {
    const circle = flowOf(link([], [flows('a#x > b#x', 'same'), flows('b#x > a#x', 'same')], false));
    expect([...sourcesOf(circle, 'relation:a', 'x')].map(({ node }) => node)).toEqual(['relation:b', 'relation:a']);
  });

  it('walks both ways, and says where it was cut', () => {
    expect(edgesFrom(flow, ['relation:raw'], 'downstream').edges).toHaveLength(3);
    expect(edgesFrom(flow, ['relation:mart'], 'upstream')).toMatchObject({ cut: false, edges: [{}, {}] });
    const many = flowOf(
      link(
        [],
        Array.from({ length: 6000 }, (_, at) => flows(`t${at} > out`)),
        false,
      ),
    );
    expect(edgesFrom(many, ['relation:out'], 'upstream')).toMatchObject({ cut: true });
  });
});

describe('personal data that flows on', () => {
  const value = { kind: 'e-mail addresses', evidence: 'tag', tag: 'pii=email' };
  const contacts = table('crm.contacts', { fields: [aField('email', { facts: { personal_data: aFact(value, 22) } })] });
  const customers = table('mart.customers', { fields: [aField('reach_at'), aField('n')] });
  const inherit = (how: LineageEdge['how'], assets = [customers]) => {
    const flow = flowOf(link([contacts, customers], [flows('crm.contacts#email > mart.customers#reach_at', how)], false));
    return inheritPersonalData(assets, flow, (id) => [contacts, customers].find((asset) => asset.id === id));
  };

  it('is personal data of the field that takes it over, with where it came from', () => {
    const [asset] = inherit('same');
    expect(asset?.fields.map(({ facts }) => facts['personal_data']?.value)).toEqual([
      { kind: 'e-mail addresses', evidence: 'lineage', tag: 'pii=email', origin: 'tag', from: 'crm.contacts.email' },
      undefined,
    ]);
    expect(asset?.facts['holds_personal_data']?.value).toEqual(['e-mail addresses']);
  });

  it('is told with the place that says so', () => {
    const [asset] = inherit('same');
    const statement = { policy: 'PII002', rule: 'deny', message: 'x', asset: customers.id, field: 'reach_at' } as const;
    expect(evidenceFor(statement, asset, asset?.fields[0], aPlace('other.sql'))).toEqual([
      { text: 'its source crm.contacts.email is tagged pii=email', location: aPlace(undefined, 22) },
    ]);
  });

  it('ends where a value is computed', () => {
    expect(inherit('computed')).toMatchObject([{ fields: [{ facts: {} }, { facts: {} }] }]);
    expect(inherit('computed')[0]?.fields[0]?.facts['personal_data']).toBeUndefined();
  });

  it('does not overrule what the field says of itself', () => {
    const own = aFact({ kind: 'phone numbers', evidence: 'tag' });
    const told = { ...customers, fields: [aField('reach_at', { facts: { personal_data: own } })] };
    expect(inherit('same', [told])[0]?.fields[0]?.facts['personal_data']).toEqual(own);
  });
});

it('policies read both ends of a flow, with what they say of themselves', () => {
  const bucket = anAsset({
    id: 'terraform:.:b',
    name: 'b',
    kind: 'bucket',
    aliases: ['path:s3://raw'],
    facts: { region: aFact('eu-west-1') },
  });
  const stage = table('stage');
  const flow = flowOf(link([bucket, stage], [flows('path:s3://raw/x > stage'), flows('other > elsewhere')], true));
  const document = lineageDocument(surroundingsOf([stage], flow), (id) => [bucket, stage].find((asset) => asset.id === id));
  expect(document).toEqual({
    partial: true,
    edges: [{ from: { node: 'terraform:.:b' }, to: { node: 'sql:stage' } }],
    nodes: [
      { id: 'sql:stage', name: 'stage', assets: [{ id: 'sql:stage', kind: 'table', name: 'stage', platform: 'snowflake', fields: [] }] },
      {
        id: 'terraform:.:b',
        name: 'b',
        assets: [{ id: 'terraform:.:b', kind: 'bucket', name: 'b', platform: 'snowflake', region: 'eu-west-1', fields: [] }],
      },
    ],
  });
});

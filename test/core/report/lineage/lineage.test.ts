import { describe, expect, it } from 'vitest';
import { askLineage } from '../../../../src/core/link/ask-lineage.ts';
import { link } from '../../../../src/core/link/link.ts';
import { lineageMermaid } from '../../../../src/core/report/lineage/mermaid.ts';
import { lineageEvents } from '../../../../src/core/report/lineage/open-lineage.ts';
import { lineageText } from '../../../../src/core/report/lineage/text.ts';
import type { LineageEdge } from '../../../../src/model/lineage.ts';
import { aField, anAsset, aPlace } from '../../../builders/an-asset.ts';

const contacts = anAsset({
  id: 'sql:crm.contacts',
  name: 'crm.contacts',
  file: 'crm.sql',
  aliases: ['relation:crm.contacts'],
  fields: [aField('email')],
});
const staged = anAsset({
  id: 'dbt:model.shop.staged',
  name: 'staged',
  kind: 'model',
  file: 'models/staged.sql',
  aliases: ['relation:staged'],
});
const customers = anAsset({ id: 'sql:mart.customers', name: 'mart.customers', file: 'mart.sql', aliases: ['relation:mart.customers'] });
const load = anAsset({ id: 'airflow:nightly.load', name: 'nightly.load', kind: 'task', file: 'dags/nightly.py' });
const assets = [contacts, staged, customers, load];

const edge = (from: string, to: string, more: Partial<LineageEdge> = {}, line = 1): LineageEdge => {
  const end = (text: string) => {
    const [asset = '', field] = text.split('#');
    return { asset, ...(field === undefined ? {} : { field }) };
  };
  return { from: end(from), to: end(to), location: aPlace('models/staged.sql', line), ...more };
};

const lineage = link(
  assets,
  [
    edge('relation:crm.contacts', 'relation:staged', {}, 3),
    edge('relation:crm.contacts#email', 'relation:staged#mail', { how: 'same' }, 4),
    edge('relation:crm.contacts#first', 'relation:staged#name', { how: 'computed' }, 5),
    edge('relation:crm.contacts#last', 'relation:staged#name', { how: 'computed' }, 5),
    edge('relation:staged#*', 'relation:mart.customers#*', { by: load.id }, 6),
    edge('relation:mart.customers', 'path:s3://exports/customers', {}, 7),
    edge('relation:web.visits', 'relation:mart.customers', {}, 8),
  ],
  false,
);
const ask = (question: string) => askLineage(question, lineage, assets);

describe('what is asked for', () => {
  it.each([
    ['the name', 'mart.customers', 'sql:mart.customers'],
    ['the end of it, without case', 'Customers', 'sql:mart.customers'],
    ['the id', 'dbt:model.shop.staged', 'dbt:model.shop.staged'],
    ['a thing that nothing here declares', 'web.visits', 'relation:web.visits'],
  ])('%s', (_, question, node) => {
    expect(ask(question).subject).toEqual({ node });
  });

  it('a field that its asset declares, or that a flow names', () => {
    expect(ask('crm.contacts.email').subject).toEqual({ node: 'sql:crm.contacts', field: 'email' });
    expect(ask('staged.name').subject).toEqual({ node: 'dbt:model.shop.staged', field: 'name' });
  });

  it('of a field only what feeds that field, through what passes every column on', () => {
    const edges = ask('mart.customers.mail').lineage.edges.map(({ from, to }) => `${from.asset}#${from.field} > ${to.asset}#${to.field}`);
    expect(edges).toEqual(['dbt:model.shop.staged#mail > sql:mart.customers#mail', 'sql:crm.contacts#email > dbt:model.shop.staged#mail']);
  });

  it('only the one way', () => {
    const only = askLineage('staged', lineage, assets, ['downstream']);
    expect(only.lineage.nodes.map(({ name }) => name)).toEqual(['staged', 'mart.customers', 's3://exports/customers']);
  });

  it.each([
    ['a name that is close', 'mart.custommers', /called `mart.custommers`/, 'do:    tollgate lineage mart.customers'],
    ['a name that is far', 'zzz', /nothing here/, 'do:    tollgate assets shows what there is'],
  ])('%s is refused with what to do', (_, question, message, line) => {
    expect(() => ask(question)).toThrow(
      expect.objectContaining({ code: 'bad-use', message: expect.stringMatching(message), lines: [line] }),
    );
  });

  it('a name of several things lists them', () => {
    const twins = [anAsset({ id: 'sql:a.t', name: 'a.t' }), anAsset({ id: 'sql:b.t', name: 'b.t' })];
    expect(() => askLineage('t', link(twins, [], false), twins)).toThrow(
      expect.objectContaining({ message: '`t` is 2 things', lines: ['one:   sql:a.t', 'one:   sql:b.t', 'do:    give the whole name'] }),
    );
  });
});

describe('as text', () => {
  it('a step a level, with the place that says so, and every thing once', () => {
    expect(lineageText(ask('mart.customers'))).toBe(
      [
        'mart.customers   table mart.sql:1',
        'comes from',
        '  staged   model models/staged.sql:1   said at models/staged.sql:6 through nightly.load',
        '    every column',
        '    crm.contacts   table crm.sql:1   said at models/staged.sql:3',
        '      mail = email · name ← first, last',
        '  web.visits   not declared here   said at models/staged.sql:8',
        'goes to',
        '  s3://exports/customers   not declared here   said at models/staged.sql:7',
        '3 upstream, 1 downstream',
        '',
      ].join('\n'),
    );
  });

  it('says where there may be more', () => {
    expect(lineageText(askLineage('staged', { ...lineage, partial: true }, assets))).toContain('There may be more');
  });

  it('a circle ends', () => {
    const circle = link([], [edge('relation:a', 'relation:b'), edge('relation:b', 'relation:a')], false);
    expect(lineageText(askLineage('a', circle, []))).toContain('1 upstream, 1 downstream');
  });
});

describe('as a Mermaid flowchart', () => {
  it('draws every thing and flow', () => {
    const drawn = lineageMermaid(ask('staged'));
    expect(drawn).toContain('flowchart LR\n  n0["staged<br/>model"]\n');
    expect(drawn).toContain('-- "mail = email<br/>name ← first<br/>name ← last" -->');
    expect(drawn).toContain('-- "every column" -->');
  });

  it('a name cannot break out of its quotes', () => {
    const hostile = anAsset({ id: 'sql:x', name: 'x"]; click n0 "javascript:alert(1)' });
    const drawn = lineageMermaid(askLineage('sql:x', link([hostile], [], false), [hostile]));
    expect(drawn.split('\n')[1]).toBe('  n0["x#34;#93;#59; click n0 #34;javascript:alert#40;1#41;<br/>table"]');
  });
});

interface Event {
  readonly job: { readonly name: string; readonly facets: { readonly sourceCodeLocation: object } };
  readonly outputs: readonly [
    {
      readonly namespace: string;
      readonly name: string;
      readonly facets: { readonly columnLineage: { readonly fields: Record<string, { readonly inputFields: readonly object[] }> } };
    },
  ];
}

describe('as OpenLineage events', () => {
  const context = { repository: 'warehouse', root: 'file:///w', version: 'abc', time: '2026-01-01T00:00:00Z' };
  const events = lineageEvents(ask('mart.customers'), context)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Event);

  it('one a thing that is filled, with the job that fills it', () => {
    expect(events.map(({ job, outputs }) => [job.name, outputs[0].namespace, outputs[0].name])).toEqual([
      ['nightly.load', 'warehouse', 'mart.customers'],
      ['mart.customers', 'warehouse', 'mart.customers'],
      ['staged', 'warehouse', 'staged'],
      ['s3://exports/customers', 's3://exports', 'customers'],
    ]);
  });

  it('with where each column comes from', () => {
    const staged = events.find(({ job }) => job.name === 'staged');
    expect(staged?.outputs[0].facets.columnLineage.fields['mail']?.inputFields).toEqual([
      { namespace: 'warehouse', name: 'crm.contacts', field: 'email', transformations: [{ type: 'DIRECT', subtype: 'IDENTITY' }] },
    ]);
    expect(staged?.job.facets.sourceCodeLocation).toMatchObject({ url: 'file:///w/models/staged.sql#L3', version: 'abc' });
  });
});

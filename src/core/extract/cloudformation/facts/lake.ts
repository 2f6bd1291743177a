import type { Facts } from '../../../../model/asset.ts';
import type { Json } from '../../../../model/json.ts';
import type { Location } from '../../../../model/source.ts';
import { factAs, find, findAll, membersOf, textIn, textsIn, textOf, type Found } from '../../../infrastructure/found.ts';
import { copied } from '../../../infrastructure/tree-facts.ts';
import { own, type Others, type ReadResource } from '../resource-facts.ts';
import type { Resource } from '../template.ts';

/** Permissions of Lake Formation: who, what, on which table or database, and whether they may pass it on. */
const grant: ReadResource = ({ properties }) => {
  const to = find(properties, 'DataLakePrincipal.DataLakePrincipalIdentifier', 'Principal.DataLakePrincipalIdentifier');
  const said = find(properties, 'Permissions');
  if (!to) return {};
  const who = textOf(to);
  const privileges = said ? textsIn(said.node) : [];
  if (who === undefined || privileges.length === 0) return factAs('grants', who === undefined ? to : said, () => undefined);
  const option = membersOf(find(properties, 'PermissionsWithGrantOption') ?? said ?? to);
  const isPassedOn = find(properties, 'PermissionsWithGrantOption') !== undefined && option.length > 0;
  const value: Json = [{ to: who, privileges: [...privileges], on: subjectOf(properties), option: isPassedOn }];
  return { grants: { value, location: to.location, parts: { 0: to.location } } };
};

const SUBJECTS = ['Table', 'TableResource', 'TableWithColumns', 'TableWithColumnsResource', 'Database', 'DatabaseResource'];

const subjectOf = (properties: Resource['properties']): string =>
  textIn(properties, ...SUBJECTS.map((one) => `Resource.${one}.Name`)) ??
  SUBJECTS.flatMap((one) => {
    const node = find(properties, `Resource.${one}.Name`)?.node;
    return node?.kind === 'scalar' ? (node.refersTo ?? []) : [];
  })[0] ??
  '';

/** A filter of rows stands beside the table that it filters. */
const rowFilter = ({ properties }: Pick<Resource, 'properties'>): Facts =>
  factAs('row_filter', find(properties, 'RowFilter.FilterExpression'), (value) => value);

const filteredRows: ReadResource = (_, others) =>
  others.companions('AWS::LakeFormation::DataCellsFilter').reduce<Facts>((facts, one) => ({ ...rowFilter(one), ...facts }), {});

/** The tags that associations give a table (under the empty name) and its columns. */
export function lakeTags(others: Others): ReadonlyMap<string, Facts> {
  const given = others.companions('AWS::LakeFormation::TagAssociation').flatMap(({ properties }) => {
    const columns = findAll(properties, 'Resource.TableWithColumns.ColumnNames').flatMap(({ node }) => textsIn(node));
    const tags = findAll(properties, 'LFTags').flatMap(membersOf).flatMap(tagOf);
    return (columns.length > 0 ? columns : ['']).flatMap((column) => tags.map((tag) => ({ column, tag })));
  });
  const byColumn = Map.groupBy(given, ({ column }) => column);
  return new Map([...byColumn].map(([column, tags]) => [column, tagsFact(tags.map(({ tag }) => tag))]));
}

interface LakeTag {
  readonly name: string;
  readonly value: Json;
  readonly location: Location;
}

function tagOf({ node, location }: Found): readonly LakeTag[] {
  const name = textIn(node, 'TagKey');
  const values = textsIn(find(node, 'TagValues')?.node);
  return name === undefined ? [] : [{ name, value: values.length > 1 ? [...values] : (values[0] ?? true), location }];
}

function tagsFact(tags: readonly LakeTag[]): Facts {
  const [first] = tags;
  if (!first) return {};
  const value = Object.fromEntries(tags.map(({ name, value: given }) => [name, given]));
  return { tags: { value, location: first.location, parts: Object.fromEntries(tags.map(({ name, location }) => [name, location])) } };
}

export const LAKE: ReadonlyMap<string, readonly ReadResource[]> = new Map<string, readonly ReadResource[]>([
  ['AWS::LakeFormation::Permissions', [grant]],
  ['AWS::LakeFormation::PrincipalPermissions', [grant]],
  ['AWS::LakeFormation::DataCellsFilter', [rowFilter]],
  [
    'AWS::Glue::Table',
    [
      own(copied('description', 'TableInput.Description'), copied('physical_name', 'TableInput.Name')),
      filteredRows,
      (_, others) => lakeTags(others).get('') ?? {},
    ],
  ],
]);

import type { Json } from '../../model/json.ts';

/** Where one value stands in Terraform and in CloudFormation, and what it is where nobody sets it. */
export interface FieldSource {
  readonly terraform: readonly string[];
  readonly template: readonly string[];
  readonly otherwise: Json;
  readonly kind: 'text' | 'flag' | 'number' | 'list' | 'map' | 'ports' | 'there';
  /** What a value means: `Enabled` is true. */
  readonly means?: ReadonlySet<string>;
  /** What Trivy calls a value: `private` is `off`. */
  readonly called?: ReadonlyMap<string, string>;
}

/** A list in each member: of the blocks under a path, or of other resources that name this one. */
export interface ListSource {
  readonly terraform: readonly string[];
  readonly template: readonly string[];
  readonly fields: Readonly<Record<string, FieldSource>>;
  /** The type of resources that count also where what they name is not here. */
  readonly orphans?: string;
}

/** One list of a service: `aws.s3.buckets`. Fields are paths in each of its members. */
export interface Service {
  readonly at: string;
  /** It is one thing, not a list: the first that is there. */
  readonly isOne?: true;
  readonly terraform: readonly string[];
  readonly template: readonly string[];
  readonly fields: Readonly<Record<string, FieldSource>>;
  /** Parts that are there only where something says them: `publicaccessblock`. */
  readonly optional?: Readonly<Record<string, Pick<FieldSource, 'terraform' | 'template'>>>;
  readonly lists?: Readonly<Record<string, ListSource | readonly ListSource[]>>;
}

/** Paths are apart by spaces, but for those in brackets. */
const paths = (written: string): readonly string[] => written.match(/(?:[^\s[]|\[[^\]]*\])+/g) ?? [];

const source =
  (kind: FieldSource['kind'], empty: Json) =>
  (terraform: string, template = '', otherwise: Json = empty): FieldSource => ({
    terraform: paths(terraform),
    template: paths(template),
    otherwise,
    kind,
  });

export const text = source('text', '');
export const flag = source('flag', false);
export const number = source('number', 0);
export const list = source('list', []);
/** Keys and values as they are: labels. */
export const map = source('map', {});
/** Ports and ranges of them: `22`, `8000-9000`, `*`. */
export const ports = source('ports', []);
/** True where anything is set there. */
export const there = source('there', false);
export const meaning = (words: string, terraform: string, template = '', otherwise = false): FieldSource => ({
  ...flag(terraform, template, otherwise),
  means: new Set(paths(words)),
});
/** What another flag switches off. */
export const unless = (terraform: string, template = ''): FieldSource => meaning('false', terraform, template, true);
/** A text that Trivy calls by other words, and what it calls all others. */
export const naming = (words: Readonly<Record<string, string>>, other: string, terraform: string, template = ''): FieldSource => ({
  ...text(terraform, template, other),
  called: new Map(Object.entries(words)),
});
export const members = (
  terraform: string,
  template: string,
  fields: Readonly<Record<string, FieldSource>>,
  orphans?: string,
): ListSource => ({ terraform: paths(terraform), template: paths(template), fields, ...(orphans === undefined ? {} : { orphans }) });
export const either = (terraform: string, template = ''): Pick<FieldSource, 'terraform' | 'template'> => ({
  terraform: paths(terraform),
  template: paths(template),
});

import type { Json } from '../../model/json.ts';

/** Where one value stands in Terraform and in CloudFormation, and what it is where nobody sets it. */
export interface FieldSource {
  readonly terraform: readonly string[];
  readonly template: readonly string[];
  readonly otherwise: Json;
  readonly kind: 'text' | 'flag' | 'number' | 'list' | 'there';
  /** What a value means: `Enabled` is true. */
  readonly means?: ReadonlySet<string>;
}

/** One list of a service: `aws.s3.buckets`. Fields are paths in each of its members. */
export interface Service {
  readonly at: string;
  readonly terraform: readonly string[];
  readonly template: readonly string[];
  readonly fields: Readonly<Record<string, FieldSource>>;
  /** Parts that are there only where something says them: `publicaccessblock`. */
  readonly optional?: Readonly<Record<string, Pick<FieldSource, 'terraform' | 'template'>>>;
}

const paths = (written: string): readonly string[] => written.split(' ').filter(Boolean);

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
/** True where anything is set there. */
export const there = source('there', false);
export const meaning = (words: string, terraform: string, template = ''): FieldSource => ({
  ...flag(terraform, template),
  means: new Set(paths(words)),
});
export const either = (terraform: string, template = ''): Pick<FieldSource, 'terraform' | 'template'> => ({
  terraform: paths(terraform),
  template: paths(template),
});

import type { UnitFile } from '../../plug-ins.ts';
import type { Block, Expression, TerraformPart } from './part.ts';
import type { Told } from './told.ts';

/** An expression and the file it stands in. */
export interface Placed {
  readonly expression: Expression;
  readonly file: string;
}

export interface PlacedBlock {
  readonly block: Block;
  readonly file: string;
}

/** The names that expressions of a folder can refer to. */
export interface Scope {
  /** Variables with their value, or undefined where nothing gives one. */
  readonly variables: ReadonlyMap<string, Placed | undefined>;
  readonly locals: ReadonlyMap<string, Placed>;
  /** Resources and data sources by address. */
  readonly resources: ReadonlyMap<string, PlacedBlock>;
  /** By name, and alias where there is one: `aws`, `aws.east`. */
  readonly providers: ReadonlyMap<string, PlacedBlock>;
  /** What was told before, by `var.x` or `local.x`; null while it is being told. */
  readonly told: Map<string, Told | null>;
}

type File = UnitFile<TerraformPart>;

export function scopeOf(files: readonly File[]): Scope {
  const blocks = files.flatMap(({ path, part }) => part.blocks.map((block): PlacedBlock => ({ block, file: path })));
  const locals = blocks.filter(({ block }) => block.type === 'locals');
  return {
    variables: variablesOf(blocks, files),
    locals: new Map(locals.flatMap(({ block, file }) => block.attributes.map(({ name, value }) => [name, { expression: value, file }]))),
    resources: new Map(blocks.flatMap((one) => entryOf(one))),
    providers: new Map(blocks.flatMap((one) => providerEntry(one))),
    told: new Map(),
  };
}

function entryOf(one: PlacedBlock): readonly [string, PlacedBlock][] {
  const address = addressOf(one.block);
  return address === undefined ? [] : [[address, one]];
}

function providerEntry(one: PlacedBlock): readonly [string, PlacedBlock][] {
  const [name] = one.block.labels;
  if (one.block.type !== 'provider' || name === undefined) return [];
  const alias = one.block.attributes.find((attribute) => attribute.name === 'alias')?.value;
  return [[alias?.is === 'literal' ? `${name}.${String(alias.value)}` : name, one]];
}

/** `aws_s3_bucket.raw`, `data.aws_region.here`, `module.lake`; undefined for what has no address. */
export function addressOf({ type, labels }: Block): string | undefined {
  const [first = '', second = ''] = labels;
  if (type === 'resource' && labels.length === 2) return `${first}.${second}`;
  if (type === 'data' && labels.length === 2) return `data.${first}.${second}`;
  return type === 'module' && labels.length === 1 ? `module.${first}` : undefined;
}

/** A file of values that is read by itself wins over the default; one that must be named does where all that name it agree. */
function variablesOf(blocks: readonly PlacedBlock[], files: readonly File[]): Scope['variables'] {
  const variables = new Map<string, Placed | undefined>();
  for (const { block, file } of blocks) {
    const [name] = block.labels;
    if (block.type !== 'variable' || name === undefined) continue;
    const given = block.attributes.find((attribute) => attribute.name === 'default');
    variables.set(name, given && { expression: given.value, file });
  }
  const sorted = files.toSorted((a, b) => Number(isAutomatic(a.path)) - Number(isAutomatic(b.path)) || (a.path < b.path ? -1 : 1));
  for (const [name, values] of valuesOf(sorted)) {
    const automatic = values.findLast(({ file }) => isAutomatic(file));
    const [first] = values;
    const agreed = first && values.every((one) => sameLiteral(one.expression, first.expression)) ? first : undefined;
    variables.set(name, automatic ?? agreed);
  }
  return variables;
}

const isAutomatic = (path: string): boolean => /(?:^|\/)terraform\.tfvars(?:\.json)?$|\.auto\.tfvars(?:\.json)?$/.test(path);

function valuesOf(files: readonly File[]): ReadonlyMap<string, readonly Placed[]> {
  const given = files.flatMap(({ path, part }) => part.values.map(({ name, value }) => ({ name, expression: value, file: path })));
  return Map.groupBy(given, ({ name }) => name);
}

function sameLiteral(one: Expression, other: Expression): boolean {
  return one === other || (one.is === 'literal' && other.is === 'literal' && one.value === other.value);
}

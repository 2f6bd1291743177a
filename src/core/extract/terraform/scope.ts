import type { Attribute, Block, Expression } from './part.ts';
import type { Told } from './told.ts';

/** An expression, the file it stands in, and the names that it can refer to where these are not those of its reader. */
export interface Placed {
  readonly expression: Expression;
  readonly file: string;
  readonly scope?: Scope;
}

export interface PlacedBlock {
  readonly block: Block;
  readonly file: string;
  readonly scope?: Scope;
}

/** The names that expressions of a folder can refer to: of the folder as such, or of one call of it as a module. */
export interface Scope {
  /** What addresses begin with in the folder that is judged: `module.lake.`, or nothing. */
  readonly prefix: string;
  /** Variables with their value, or undefined where nothing gives one. */
  readonly variables: ReadonlyMap<string, Placed | undefined>;
  readonly locals: ReadonlyMap<string, Placed>;
  readonly outputs: ReadonlyMap<string, Placed>;
  /** Resources and data sources by their address in the folder. */
  readonly resources: ReadonlyMap<string, PlacedBlock>;
  /** By name, and alias where there is one: `aws`, `aws.east`. */
  readonly providers: ReadonlyMap<string, PlacedBlock>;
  /** The modules that the folder calls, by the name of the call, as far as they are in the repository. */
  readonly modules: Map<string, Scope>;
  /** All resources of the folder that is judged and of its modules, by their whole address. */
  readonly tree: Map<string, PlacedBlock>;
  /** How much was told of all names of the tree. */
  readonly spent: { weight: number };
  /** What was told before, by `var.x` or `local.x`; null while it is being told. */
  readonly told: Map<string, Told | null>;
  /** The same names, without what another caller may set otherwise: the defaults of variables. */
  readonly bare?: Scope;
}

/** The call of a module: the block, and the names that its arguments refer to. */
export interface ModuleCall {
  readonly block: Block;
  readonly file: string;
  readonly name: string;
  readonly scope: Scope;
}

/** What a folder holds, its overriding files taken into account. */
export interface Folder {
  readonly path: string;
  readonly blocks: readonly PlacedBlock[];
  readonly values: readonly (Placed & { readonly name: string })[];
}

/** The names of a folder that is judged by itself, or called. */
export function scopeOf({ blocks, values }: Folder, call?: ModuleCall): Scope {
  const of = (type: string): readonly PlacedBlock[] => blocks.filter(({ block }) => block.type === type);
  const scope: Scope = {
    prefix: call ? `${call.scope.prefix}module.${call.name}.` : '',
    variables: call ? argumentsOf(call, of('variable')) : variablesOf(of('variable'), values),
    locals: new Map(of('locals').flatMap(({ block, file }) => block.attributes.map((one) => [one.name, placedAt(one, file)] as const))),
    outputs: new Map(of('output').flatMap((one) => attributeOf(one, 'value'))),
    resources: new Map(blocks.flatMap((one) => entryOf(one))),
    providers: new Map([...(call ? handedOn(call) : []), ...of('provider').flatMap((one) => providerEntry(one))]),
    modules: new Map(),
    tree: call?.scope.tree ?? new Map<string, PlacedBlock>(),
    spent: call?.scope.spent ?? { weight: 0 },
    told: new Map(),
  };
  const given = call ? givenBy(call, call.scope.bare ?? call.scope) : new Map<string, Placed>();
  return { ...scope, bare: { ...scope, variables: given, told: new Map() } };
}

const placedAt = ({ value, file: own }: Attribute, file: string): Placed => ({ expression: value, file: own ?? file });

function attributeOf({ block, file }: PlacedBlock, name: string): readonly (readonly [string, Placed])[] {
  const given = block.attributes.find((one) => one.name === name);
  return given ? [[block.labels[0] ?? '', placedAt(given, file)]] : [];
}

/** What a call gives, and the defaults of what it does not. */
function argumentsOf(call: ModuleCall, variables: readonly PlacedBlock[]): Scope['variables'] {
  const given = givenBy(call, call.scope);
  const defaults = new Map(variables.flatMap((one) => attributeOf(one, 'default')));
  return new Map(
    variables.map(
      ({
        block: {
          labels: [name = ''],
        },
      }) => [name, given.get(name) ?? defaults.get(name)],
    ),
  );
}

const givenBy = ({ block, file }: ModuleCall, scope: Scope): ReadonlyMap<string, Placed> =>
  new Map(block.attributes.map((one) => [one.name, { ...placedAt(one, file), scope }]));

/** A module has the providers of its caller, those with an alias only where the call hands them on. */
function handedOn({ block, scope }: ModuleCall): readonly (readonly [string, PlacedBlock])[] {
  const whole = [...scope.providers].filter(([name]) => !name.includes('.'));
  const mapped = block.attributes.find(({ name }) => name === 'providers')?.value;
  const entries = mapped?.is === 'object' ? mapped.entries : [];
  const named = entries.flatMap(({ key, value }): (readonly [string, PlacedBlock])[] => {
    const provider = value.is === 'path' ? scope.providers.get(value.steps.join('.')) : undefined;
    const as = key.is === 'literal' ? String(key.value) : key.is === 'path' ? key.steps.join('.') : undefined;
    return provider && as !== undefined ? [[as, provider]] : [];
  });
  return [...whole, ...named].map(([name, provider]) => [name, { ...provider, scope: provider.scope ?? scope }]);
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
function variablesOf(declared: readonly PlacedBlock[], given: Folder['values']): Scope['variables'] {
  const variables = new Map<string, Placed | undefined>(
    declared.map(
      ({
        block: {
          labels: [name = ''],
        },
      }) => [name, undefined],
    ),
  );
  for (const [name, value] of declared.flatMap((one) => attributeOf(one, 'default'))) variables.set(name, value);
  const sorted = given.toSorted((a, b) => Number(isAutomatic(a.file)) - Number(isAutomatic(b.file)) || (a.file < b.file ? -1 : 1));
  for (const [name, values] of Map.groupBy(sorted, (one) => one.name)) {
    const automatic = values.findLast(({ file }) => isAutomatic(file));
    const [first] = values;
    const agreed = first && values.every((one) => sameLiteral(one.expression, first.expression)) ? first : undefined;
    variables.set(name, automatic ?? agreed);
  }
  return variables;
}

const isAutomatic = (path: string): boolean => /(?:^|\/)terraform\.tfvars(?:\.json)?$|\.auto\.tfvars(?:\.json)?$/.test(path);

function sameLiteral(one: Expression, other: Expression): boolean {
  return one === other || (one.is === 'literal' && other.is === 'literal' && one.value === other.value);
}

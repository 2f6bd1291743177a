/** How a value must be: a plain kind, one of some words, a shape by its name, or `[name]` for a list of them. */
export type Check = string | readonly string[];

export interface Shape {
  readonly required?: readonly string[];
  readonly keys: Readonly<Record<string, Check>>;
  /** Other keys are allowed. */
  readonly open?: boolean;
}

export type Shapes = Readonly<Record<string, Shape>>;

/** The shapes of a version; undefined where the standard publishes none. */
export function shapesOf(version: string): Shapes | undefined {
  if (/^v3\.0\.\d+$/.test(version)) return version === 'v3.0.0' ? OLDEST : OLD;
  return version.startsWith('v3.') ? NEW : undefined;
}

/** A check of quality has the keys that its type needs; what the newer standard calls a metric was a rule before. */
export function qualityShape(shape: Shape, type: string | undefined, hasMetric: boolean): Shape {
  const measure = Object.hasOwn(shape.keys, 'metric') ? 'metric' : 'rule';
  const needs: Readonly<Record<string, readonly string[]>> = { library: [measure], sql: ['query'], custom: ['engine', 'implementation'] };
  const required = needs[type ?? (hasMetric ? 'library' : '')] ?? [];
  return { ...shape, required: [...(shape.required ?? []), ...required] };
}

/** A server has the keys that its type needs. */
export function serverShape(shape: Shape, type: string | undefined): Shape {
  const [required, optional] = SERVERS.get(type ?? '') ?? [];
  const own = [...words(required ?? ''), ...words(optional ?? '')];
  const keys = Object.fromEntries(own.map((key) => [key, key === 'port' ? 'integer' : 'text']));
  return { ...shape, required: [...(shape.required ?? []), ...words(required ?? '')], keys: { ...keys, ...shape.keys } };
}

const words = (text: string): readonly string[] => text.split(' ').filter((word) => word !== '');

const each = (check: Check, text: string): Record<string, Check> => Object.fromEntries(words(text).map((key) => [key, check]));

const SERVERS: ReadonlyMap<string, readonly [string, string]> = new Map([
  ['api', ['location', '']],
  ['athena', ['stagingDir schema', 'catalog regionName']],
  ['azure', ['location format', 'delimiter']],
  ['bigquery', ['project dataset', '']],
  ['clickhouse', ['host port database', '']],
  ['databricks', ['catalog schema', 'host']],
  ['denodo', ['host port', 'database']],
  ['dremio', ['host port', 'schema']],
  ['duckdb', ['database', 'schema']],
  ['glue', ['account database', 'location format']],
  ['cloudsql', ['host port database schema', '']],
  ['db2', ['host port database', 'schema']],
  ['hive', ['host database', 'port']],
  ['impala', ['host database', 'port']],
  ['informix', ['host database', 'port']],
  ['zen', ['host database', 'port']],
  [
    'custom',
    [
      '',
      'account catalog database dataset delimiter endpointUrl format host location path port project region regionName schema serviceName stagingDir stream warehouse',
    ],
  ],
  ['kafka', ['host', 'format']],
  ['kinesis', ['', 'region format']],
  ['local', ['path format', '']],
  ['mysql', ['host port database', '']],
  ['oracle', ['host port serviceName', '']],
  ['postgresql', ['host port database schema', '']],
  ['postgres', ['host port database schema', '']],
  ['presto', ['host', 'catalog schema']],
  ['pubsub', ['project', '']],
  ['redshift', ['database schema', 'account host region']],
  ['s3', ['location', 'endpointUrl format delimiter']],
  ['sftp', ['location', 'format delimiter']],
  ['snowflake', ['account database schema', 'host port warehouse']],
  ['sqlserver', ['host database schema', 'port']],
  ['synapse', ['host port database', '']],
  ['trino', ['host port catalog schema', '']],
  ['vertica', ['host port database schema', '']],
]);

const ELEMENT: Shape['keys'] = {
  ...each('text', 'name physicalType description businessName'),
  authoritativeDefinitions: '[definition]',
  tags: '[text]',
  customProperties: '[custom]',
};

const TYPES = words('string date number integer object array boolean');

const PROPERTY: Shape['keys'] = {
  ...ELEMENT,
  ...each('flag', 'primaryKey required unique partitioned criticalDataElement'),
  ...each('integer', 'primaryKeyPosition partitionKeyPosition'),
  ...each('text', 'classification encryptedName transformLogic transformDescription'),
  logicalType: TYPES,
  logicalTypeOptions: 'any',
  transformSourceObjects: '[text]',
  examples: '[any]',
  quality: '[quality]',
  properties: '[property]',
  items: 'items',
};

const QUALITY: Shape['keys'] = {
  ...each('text', 'businessImpact description method name schedule scheduler severity unit'),
  dimension: words('accuracy completeness conformity consistency coverage timeliness uniqueness'),
  type: words('text library sql custom'),
  tags: '[text]',
};

const MEMBER: Shape = {
  required: ['username'],
  keys: {
    ...each('text', 'id username name description role dateIn dateOut replacedByUsername'),
    ...each('any', 'tags customProperties authoritativeDefinitions'),
  },
};

const CONTRACT: Shape['keys'] = {
  ...each('text', 'version id name tenant status dataProduct domain slaDefaultElement contractCreatedTs'),
  apiVersion: 'text',
  kind: ['DataContract'],
  tags: '[text]',
  servers: '[server]',
  description: 'description',
  schema: '[object]',
  support: '[support]',
  price: 'price',
  team: '[member]',
  roles: '[role]',
  slaProperties: '[sla]',
  authoritativeDefinitions: '[definition]',
  customProperties: '[custom]',
};

const OBJECT: Shape['keys'] = {
  ...ELEMENT,
  ...each('text', 'physicalName dataGranularityDescription'),
  logicalType: ['object'],
  properties: '[property]',
  quality: '[quality]',
};

const REQUIRED = words('version apiVersion kind id status');

const OLD: Shapes = {
  contract: { required: REQUIRED, keys: CONTRACT },
  server: {
    required: ['server', 'type'],
    open: true,
    keys: {
      ...each('text', 'server description environment'),
      type: [...SERVERS.keys()].filter((type) => !['hive', 'impala', 'zen'].includes(type)),
    },
  },
  object: { required: ['name'], keys: OBJECT },
  property: { required: ['name'], keys: { ...PROPERTY, physicalName: 'text' } },
  items: { keys: { ...PROPERTY, physicalName: 'text' } },
  quality: { keys: QUALITY, open: true },
  description: { keys: {}, open: true },
  support: { required: ['channel', 'url'], keys: {}, open: true },
  price: { keys: { priceAmount: 'number', ...each('text', 'priceCurrency priceUnit') }, open: true },
  member: { keys: each('text', 'username name description role'), open: true },
  role: { required: ['role'], keys: each('text', 'role description access'), open: true },
  sla: { required: ['property', 'value'], keys: each('text', 'property unit element driver'), open: true },
  definition: { required: ['url', 'type'], keys: each('text', 'url type'), open: true },
  custom: { keys: { property: 'text' }, open: true },
};

/** The first of the line: properties have no physical name of their own. */
const OLDEST: Shapes = { ...OLD, property: { required: ['name'], keys: PROPERTY }, items: { keys: PROPERTY } };

const NEW_PROPERTY: Shape['keys'] = {
  ...PROPERTY,
  ...each('text', 'id physicalName'),
  logicalType: [...TYPES, 'timestamp', 'time'],
  relationships: '[any]',
};

const NEW: Shapes = {
  ...OLD,
  contract: { required: REQUIRED, keys: { ...CONTRACT, team: 'team' } },
  server: {
    required: ['server', 'type'],
    keys: { ...each('text', 'id server description environment'), type: [...SERVERS.keys()], roles: '[any]', customProperties: '[custom]' },
  },
  object: { required: ['name'], keys: { ...OBJECT, id: 'text', relationships: '[any]' } },
  property: { required: ['name'], keys: NEW_PROPERTY },
  items: { keys: NEW_PROPERTY },
  quality: {
    keys: {
      ...QUALITY,
      id: 'text',
      ...each('any', 'authoritativeDefinitions customProperties arguments implementation mustBe mustNotBe'),
      ...each('number', 'mustBeGreaterThan mustBeGreaterOrEqualTo mustBeLessThan mustBeLessOrEqualTo'),
      ...each('[number]', 'mustBeBetween mustNotBeBetween'),
      ...each('text', 'rule query engine'),
      metric: words('nullValues missingValues invalidValues duplicateValues rowCount'),
    },
  },
  support: {
    required: ['channel'],
    keys: { ...each('text', 'id channel url description tool scope invitationUrl'), customProperties: '[custom]' },
  },
  price: { keys: { priceAmount: 'number', ...each('text', 'id priceCurrency priceUnit') } },
  team: {
    keys: {
      ...each('text', 'id name description'),
      members: '[member]',
      tags: '[text]',
      customProperties: '[any]',
      authoritativeDefinitions: '[definition]',
    },
  },
  member: MEMBER,
  role: {
    required: ['role'],
    keys: { ...each('text', 'id role description access firstLevelApprovers secondLevelApprovers'), customProperties: '[custom]' },
  },
  sla: {
    required: ['property', 'value'],
    keys: { ...each('text', 'id property unit element driver description scheduler schedule'), value: 'any', valueExt: 'any' },
  },
  custom: { required: ['property', 'value'], keys: { ...each('text', 'id property description'), value: 'any' } },
};

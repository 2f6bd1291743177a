import { Ajv, type ValidateFunction } from 'ajv';
import { openApiDescription, type Operation, type Parameter } from './openapi-description.ts';

/** What the double is asked. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

/** A request that GitHub knows, with the values in its path. */
export interface Matched {
  readonly operationId: string;
  readonly values: Readonly<Record<string, string>>;
  /** What is wrong with it by GitHub's own description. */
  readonly faults: readonly string[];
}

/** Checks requests by GitHub's description: path, query and body, where anything unknown is wrong too. */
export function requestValidator(operations: readonly string[]): (asked: Asked) => Matched | undefined {
  const { paths, components } = openApiDescription(operations);
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  ajv.addSchema({ $id: 'github', components: { schemas: mapValues(components.schemas, asJsonSchema) } });
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method,
      pattern: patternOf(path),
      checks: checksOf(operation, components.parameters, ajv),
    })),
  );
  const exactFirst = routes.toSorted((a, b) => a.pattern.names.length - b.pattern.names.length);
  return (asked) => {
    for (const { method, pattern, checks } of exactFirst) {
      const match = method === asked.method.toLowerCase() ? pattern.expression.exec(asked.path) : null;
      if (!match) continue;
      const values = Object.fromEntries(pattern.names.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? '')]));
      return { operationId: checks.operationId, values, faults: faultsOf(asked, checks) };
    }
    return undefined;
  };
}

interface Checks {
  readonly operationId: string;
  readonly query: ReadonlyMap<string, ValidateFunction>;
  readonly required: readonly string[];
  readonly body: ValidateFunction | undefined;
  readonly known: ReadonlySet<string> | undefined;
}

function checksOf({ operationId, parameters = [], requestBody }: Operation, shared: Readonly<Record<string, Parameter>>, ajv: Ajv): Checks {
  const all = parameters.map((one) => ('$ref' in one ? shared[one.$ref.split('/').at(-1) ?? ''] : one)).filter((one) => one !== undefined);
  const inQuery = all.filter((one) => one.in === 'query');
  const schema = requestBody?.content['application/json']?.schema;
  return {
    operationId,
    query: new Map(inQuery.map((one) => [one.name, ajv.compile(asJsonSchema(one.schema) as object)])),
    required: inQuery.filter(({ required }) => required).map(({ name }) => name),
    body: schema === undefined ? undefined : ajv.compile(asJsonSchema(schema) as object),
    known: propertiesOf(schema),
  };
}

function faultsOf({ query, body }: Asked, checks: Checks): readonly string[] {
  const faults: string[] = [];
  for (const [name, value] of query) {
    const check = checks.query.get(name);
    if (!check) faults.push(`unknown query ${name}`);
    else if (![value, Number(value), value === 'true'].some((one) => check(one))) faults.push(`query ${name}: ${JSON.stringify(value)}`);
  }
  faults.push(...checks.required.filter((name) => !query.has(name)).map((name) => `query ${name} is missing`));
  if (checks.body && !checks.body(body ?? {}))
    faults.push(...(checks.body.errors ?? []).map((one) => `body${one.instancePath} ${one.message}`));
  if (checks.known && typeof body === 'object' && body !== null)
    faults.push(
      ...Object.keys(body)
        .filter((name) => !checks.known?.has(name))
        .map((name) => `body: unknown ${name}`),
    );
  return faults;
}

function propertiesOf(schema: unknown): ReadonlySet<string> | undefined {
  const { properties } = (schema ?? {}) as { properties?: object };
  return properties && new Set(Object.keys(properties));
}

/** Paths and refs hold slashes. */
function patternOf(path: string): { readonly expression: RegExp; readonly names: readonly string[] } {
  const names: string[] = [];
  const source = path.replace(/[.+]/g, String.raw`\$&`).replace(/\{([^}]+)\}/g, (_, name: string) => {
    names.push(name);
    return /^(?:path|ref|basehead)$/.test(name) ? '(.+)' : '([^/]+)';
  });
  return { expression: new RegExp(`^${source}$`), names };
}

/** OpenAPI 3.0 says `nullable` where JSON Schema says a second type. */
function asJsonSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(asJsonSchema);
  if (typeof schema !== 'object' || schema === null) return schema;
  if ('$ref' in schema && typeof schema.$ref === 'string') return { $ref: schema.$ref.replace(/^#/, 'github#') };
  const { nullable, example: _, examples: __, ...rest } = schema as Record<string, unknown>;
  const made: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(rest)) {
    if (key === 'enum' || key === 'default') made[key] = value;
    else if (key === 'properties' || key === 'patternProperties') made[key] = mapValues(value as Record<string, unknown>, asJsonSchema);
    else made[key] = asJsonSchema(value);
  }
  return nullable === true ? { anyOf: [{ type: 'null' }, made] } : made;
}

function mapValues(from: Readonly<Record<string, unknown>>, change: (value: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(from).map(([name, value]) => [name, change(value)]));
}

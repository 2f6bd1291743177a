import type { Asset, Facts, Field } from '../../../model/asset.ts';
import type { LineageEdge } from '../../../model/lineage.ts';
import { ownFacts } from '../../json-schema/own-facts.ts';
import { readFields } from '../../json-schema/read-fields.ts';
import { openSchemas, type Schema } from '../../json-schema/schema-set.ts';
import type { Assembly, UnitFile } from '../../plug-ins.ts';
import type { Api, NamedSchema, Operation } from './api.ts';
import { apiFacts } from './api-facts.ts';
import { operationId } from './compare-apis.ts';
import { operationFacts } from './operation-facts.ts';
import { operationFields } from './operation-fields.ts';
import type { OpenApiPart } from './part.ts';
import { schemaEdges } from './schema-edges.ts';
import { openUnit } from './unit.ts';

/** The operations of the descriptions of a unit as endpoints, and their named schemas. */
export function assembleApis(files: readonly UnitFile<OpenApiPart>[]): Assembly {
  const { roots, documents, apis } = openUnit(files);
  const schema: Schema = { ...openSchemas(roots), documents };
  const spending: Spending = { left: MAX_STEPS };
  const assets: Asset[] = [];
  const edges: LineageEdge[] = [];
  for (const api of apis) {
    const facts = apiFacts(api);
    const names = new Set(api.schemas.map(({ name }) => name));
    for (const operation of api.operations) {
      assets.push(spend(schema, spending, OPERATION_STEPS, (some) => endpointOf(api, operation, facts, some)));
      edges.push(...schemaEdges(api, operation, names));
    }
    for (const named of api.schemas) assets.push(spend(schema, spending, SCHEMA_STEPS, (some) => schemaOf(api, named, facts, some)));
  }
  return { assets, changes: [], problems: schema.problems, edges };
}

/** Schemas in schemas that all assets together, one operation, and one named schema may hold as fields; what has more is partial. */
const MAX_STEPS = 300_000;
const OPERATION_STEPS = 600;
const SCHEMA_STEPS = 10_000;

interface Spending {
  left: number;
}

/** Makes an asset with a part of what is left; what it does not use goes back. */
function spend(schema: Schema, spending: Spending, most: number, make: (schema: Schema) => Asset): Asset {
  const granted = Math.min(most, spending.left);
  const budget = { steps: granted };
  const asset = make({ ...schema, budget });
  spending.left -= granted - Math.max(0, budget.steps);
  return asset;
}

function endpointOf(api: Api, operation: Operation, ofApi: Facts, schema: Schema): Asset {
  const { fields, partial } = operationFields(operation, schema);
  const { location, node, name } = operation;
  return {
    id: operationId(api, operation),
    kind: 'endpoint',
    name,
    platform: 'openapi',
    file: location.file,
    location,
    extent: { ...location, end: node.location.file === location.file ? node.location.end : location.end },
    facts: { ...ofApi, ...operationFacts(api, operation) },
    fields,
    files: filesOf(api, location.file, fields),
    ...(partial ? { partial } : {}),
  };
}

const filesOf = (api: Api, file: string, fields: readonly Field[]): readonly string[] => [
  ...new Set([file, api.file, ...fields.map((field) => field.location.file)]),
];

function schemaOf(api: Api, { name, location, node }: NamedSchema, ofApi: Facts, schema: Schema): Asset {
  const { fields, partial } = readFields(schema, node);
  const owner = ofApi['owner'];
  return {
    id: `${api.id}:schema:${name}`,
    kind: 'schema',
    name,
    platform: 'openapi',
    file: location.file,
    location,
    extent: { ...location, end: node.location.end },
    facts: { ...(owner ? { owner } : {}), ...ownFacts(node) },
    fields,
    files: filesOf(api, location.file, fields),
    ...(partial ? { partial } : {}),
  };
}

import type { Json } from '../../model/json.ts';
import type { Extractor } from '../plug-ins.ts';
import { avro } from './avro/index.ts';
import { cloudFormationGraph } from './cloudformation/graph.ts';
import { cloudFormation } from './cloudformation/index.ts';
import { databricksBundle } from './databricks-bundle/index.ts';
import { dataContract } from './datacontract/index.ts';
import { dbt } from './dbt/index.ts';
import { file } from './file/index.ts';
import { WHOLE } from './graph-claims.ts';
import { iamPolicy } from './iam-policy/index.ts';
import { graphql } from './graphql/index.ts';
import { jsonSchema } from './json-schema/index.ts';
import { kafkaConnect } from './kafka-connect/index.ts';
import { odcs } from './odcs/index.ts';
import { openapi } from './openapi/index.ts';
import { protobuf } from './protobuf/index.ts';
import { python } from './python/index.ts';
import { sql } from './sql/index.ts';
import { terraformGraph } from './terraform/graph/index.ts';
import { terraform } from './terraform/index.ts';

/** The formats that Tollgate reads. Where several claim a file, the first that knows it wins. */
export const EXTRACTORS: readonly Extractor[] = [
  anyPart(odcs),
  anyPart(dataContract),
  anyPart(dbt),
  anyPart(python),
  anyPart(databricksBundle),
  alsoWhole(anyPart(cloudFormation), anyPart(cloudFormationGraph)),
  anyPart(kafkaConnect),
  anyPart(iamPolicy),
  anyPart(avro),
  anyPart(jsonSchema),
  anyPart(openapi),
  anyPart(graphql),
  anyPart(protobuf),
  alsoWhole(anyPart(terraform), anyPart(terraformGraph)),
  anyPart(sql),
  anyPart(file),
];

/** Parts are private to their extractor; here they are only JSON. */
function anyPart<Part>(extractor: Extractor<Part>): Extractor {
  return extractor as unknown as Extractor<Json>;
}

/** A reader that reads files whole, too, where the role says so; those parts are for graphs and views alone. */
function alsoWhole(own: Extractor, whole: Extractor): Extractor {
  const read: Extractor['read'] = (file, role, parse) =>
    role.startsWith(WHOLE) ? whole.read(file, role.slice(WHOLE.length), parse) : own.read(file, role, parse);
  return { ...whole, ...own, version: own.version + whole.version, read };
}

import type { Extractor } from '../../plug-ins.ts';
import { assembleApis } from './assemble-apis.ts';
import { claim } from './claim.ts';
import { compareFiles } from './compare-files.ts';
import type { OpenApiPart } from './part.ts';
import { readDocument } from './read-document.ts';

/** OpenAPI 2 (Swagger) to 3.2, in YAML or JSON: each operation is an endpoint, each named schema a schema. */
export const openapi: Extractor<OpenApiPart> = {
  id: 'openapi',
  title: 'OpenAPI',
  version: 1,
  claim,
  read: readDocument,
  assemble: (_, files) => assembleApis(files),
  differences: compareFiles,
};

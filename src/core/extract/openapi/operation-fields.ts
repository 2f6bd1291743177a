import type { Facts, Field } from '../../../model/asset.ts';
import { ownFacts } from '../../json-schema/own-facts.ts';
import { readFields, type Fields } from '../../json-schema/read-fields.ts';
import type { Schema } from '../../json-schema/schema-set.ts';
import { typeOf } from '../../json-schema/type-of.ts';
import type { Content, Operation, Parameter } from './api.ts';

/** Parameters (`query.limit`) and properties of bodies (`request.email`, `response.200.address.street`). */
export function operationFields(operation: Operation, schema: Schema): Fields {
  const fields = new Map<string, Field>();
  let isPartial = false;
  const add = (contents: readonly Content[], prefix: string): void => {
    for (const node of contents.flatMap((content) => content.schema?.nodes ?? [])) {
      const read = readFields(schema, node, prefix);
      isPartial ||= read.partial;
      for (const field of read.fields) if (!fields.has(field.name)) fields.set(field.name, field);
    }
  };
  for (const parameter of operation.parameters) fields.set(`${parameter.in}.${parameter.name}`, parameterField(parameter, schema));
  add(operation.body?.contents ?? [], 'request.');
  for (const { status, contents, headers } of operation.responses) {
    add(contents, `response.${status}.`);
    for (const header of headers) fields.set(`response.${status}.header.${header.name}`, headerField(header, status, schema));
  }
  return { fields: [...fields.values()], partial: isPartial };
}

const headerField = (header: Parameter, status: string, schema: Schema): Field => ({
  ...parameterField(header, schema),
  name: `response.${status}.header.${header.name}`,
});

function parameterField(parameter: Parameter, schema: Schema): Field {
  const { location, node, isRequired } = parameter;
  const [of] = parameter.schema?.nodes ?? [];
  const { type, facts } = of ? typeOf(of, schema) : { type: undefined, facts: {} };
  const { nullable: _, ...known }: Facts = facts;
  return {
    name: `${parameter.in}.${parameter.name}`,
    ...(type === undefined ? {} : { type }),
    location,
    extent: node.location,
    facts: {
      ...known,
      ...(of && of !== node ? ownFacts(of) : {}),
      ...ownFacts(node),
      ...(isRequired ? { required: { value: true, location } } : {}),
    },
  };
}

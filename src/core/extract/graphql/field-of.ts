import type { Fact, Facts, Field } from '../../../model/asset.ts';
import type { Location } from '../../../model/source.ts';
import { placeOf, type Placed } from './merge-unit.ts';
import type { DefinitionKind, Member } from './part.ts';
import { usageFacts } from './usage-facts.ts';

/** Of what is sent a value is needed unless it has a default; of what is received null is all that can be told. */
export function fieldOf(member: Placed<Member>, of: DefinitionKind): Field {
  const { name, span, extent, type, typeSpan, description, fallback, usages } = member.is;
  const location = placeOf(member, span);
  const at = placeOf(member, typeSpan ?? span);
  const isSure = type?.endsWith('!') === true;
  const isSent = of === 'input' || of === 'directive';
  const facts: Facts = {
    ...(type === undefined ? {} : { nullable: { value: !isSure, location: at } }),
    ...(isSent && isSure && fallback === undefined ? { required: { value: true, location: at } } : {}),
    ...(fallback === undefined ? {} : { default: { value: fallback, location } }),
    ...descriptionFact(description, location),
    ...usageFacts(usages.map((is) => ({ is, lines: member.lines }))),
  };
  return { name, ...(type === undefined ? {} : { type: type.replace(/!$/, '') }), location, extent: placeOf(member, extent), facts };
}

export const descriptionFact = (description: string | undefined, location: Location): Readonly<Record<string, Fact>> =>
  description === undefined ? {} : { description: { value: description, location } };

import type { Fact, Facts, Field } from '../../../model/asset.ts';
import type { Location } from '../../../model/source.ts';
import { at, entriesOf, entry, itemsOf, textAt, toJson, type DocumentNode } from '../../text/document-tree.ts';
import { configFacts, factOf } from './config-facts.ts';
import { HOOKS } from './hooks.ts';

export function declaredHere(location: Location): Facts {
  return { declared_in: { value: ['properties'], location, parts: { 0: location } } };
}

export function readField(node: DocumentNode): Field | null {
  const name = entry(node, 'name')?.value;
  const text = textAt(name);
  if (!name || text === undefined) return null;
  const { data_type: type, [HOOKS]: _, ...facts } = configFacts(node);
  const told = { ...facts, ...declaredHere(name.location), ...constraintFacts(node), ...fieldConstraints(node), ...testFacts(node) };
  return {
    name: text,
    ...(typeof type?.value === 'string' ? { type: type.value } : {}),
    location: name.location,
    extent: node.location,
    facts: told,
  };
}

/** `constraints: [{type: not_null}, {type: primary_key}]` of a column. */
function fieldConstraints(node: DocumentNode): Facts {
  return Object.assign({}, ...itemsOf(at(node, 'constraints')).map((one) => constraintFact(textAt(one, 'type') ?? '', one))) as Facts;
}

function constraintFact(type: string, node: DocumentNode): Facts {
  const fact = (value: Fact['value']): Fact => ({ ...(value === undefined ? {} : { value }), location: node.location });
  if (type === 'not_null') return { nullable: fact(false) };
  if (type === 'primary_key') return { key: fact('primary') };
  if (type === 'unique') return { key: fact('unique') };
  return type === 'foreign_key' ? { key: fact('foreign') } : {};
}

/** Tests that dbt runs on data are no constraint of it, but they say what its readers rely on. */
function testFacts(node: DocumentNode): Facts {
  const tests = at(node, 'data_tests') ?? at(node, 'tests');
  const names = itemsOf(tests)
    .map((test) => textAt(test) ?? entriesOf(test)[0]?.key ?? '')
    .filter((name) => name !== '');
  return tests && names.length > 0 ? { tests: { value: names, location: tests.location } } : {};
}

export function constraintFacts(node: DocumentNode): Facts {
  const constraints = at(node, 'constraints');
  return constraints ? { constraints: factOf(constraints, toJson(constraints)) } : {};
}

/** Constraints of the model name their columns. */
export function withKeys(node: DocumentNode, fields: readonly Field[]): readonly Field[] {
  const told = itemsOf(at(node, 'constraints')).flatMap((one) =>
    itemsOf(at(one, 'columns')).map((column) => ({ name: textAt(column), facts: constraintFact(textAt(one, 'type') ?? '', one) })),
  );
  const byName = Map.groupBy(told, ({ name }) => name);
  return fields.map((field) => {
    const own = byName.get(field.name) ?? [];
    return { ...field, facts: own.reduce<Facts>((facts, more) => ({ ...more.facts, ...facts }), field.facts) };
  });
}

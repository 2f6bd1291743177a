import type { Json } from '../../model/json.ts';
import type { AcceptedSilence, AskedInput, MutationScore, Survivor } from './authored.ts';
import { factsOf, isOpaque, isSettled, thingsIn, typeOf, typesOf, type Thing } from './facts.ts';

type JsonMap = { readonly [key: string]: Json };

/** An input of a test with one fact changed. */
export interface Mutant {
  /** `assets.*.fields.*.tags`. */
  readonly fact: string;
  readonly mutation: string;
  readonly input: Json;
  readonly of: AskedInput;
}

/** Every fact of these names deleted, made unknown and given each other type that the schema lets it have. */
export function mutantsOf(asked: AskedInput, names: ReadonlySet<string>, schema: Json): readonly Mutant[] {
  return thingsIn(asked.input, schema).flatMap((thing) =>
    factsOf(thing.schema)
      .filter((fact) => names.has(fact) && isReached(thing, names))
      .flatMap((fact) => mutantsOfFact(asked, thing, fact)),
  );
}

/** What a policy never looks into it need not answer to. */
const isReached = ({ path }: Thing, names: ReadonlySet<string>): boolean =>
  path.every((step) => typeof step === 'number' || names.has(step));

function mutantsOfFact(asked: AskedInput, thing: Thing, fact: string): readonly Mutant[] {
  const { [fact]: value, ...rest } = thing.value;
  const at = [...thing.path.map((step) => (typeof step === 'number' ? '*' : step)), fact].join('.');
  const mutant = (mutation: string, facts: JsonMap): Mutant => ({
    fact: at,
    mutation,
    input: replaced(asked.input, thing.path, facts),
    of: asked,
  });
  const told = Array.isArray(rest['unknown']) ? rest['unknown'] : [];
  const unknown = isSettled(thing.schema, fact) || told.includes(fact) ? [] : [mutant('unknown', { ...rest, unknown: [...told, fact] })];
  if (value === undefined) return unknown;
  const allowed = typesOf(thing.schema, fact);
  const types =
    isOpaque(thing.schema, fact) || saysNothing(value)
      ? []
      : VALUES.filter(([type]) => type !== typeOf(value) && (allowed === undefined || allowed.has(type)));
  return [mutant('deleted', rest), ...unknown, ...types.map(([type, other]) => mutant(`made ${type}`, { ...rest, [fact]: other }))];
}

/** One of each type that says nothing. */
const VALUES: readonly (readonly [string, Json])[] = [
  ['string', ''],
  ['number', 0],
  ['boolean', false],
  ['array', []],
  ['object', {}],
  ['null', null],
];

const saysNothing = (value: Json): boolean =>
  value !== false && VALUES.some(([, nothing]) => JSON.stringify(nothing) === JSON.stringify(value));

function replaced(root: Json, path: Thing['path'], by: Json): Json {
  const [step, ...rest] = path;
  if (step === undefined) return by;
  if (Array.isArray(root)) return root.map((one, index) => (index === step ? replaced(one, rest, by) : one));
  const map = root as JsonMap;
  return { ...map, [step]: replaced(map[String(step)] ?? null, rest, by) };
}

const isFound = (said: string): boolean => !said.startsWith('["undecided');

const nameOf = ({ fact }: Mutant): string => fact.slice(fact.lastIndexOf('.') + 1);

/** What a policy said: about the input as it is, and about the mutant. */
export interface Answered {
  readonly mutant: Mutant;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/**
 * A mutation of a fact, by its name, counts once, however many inputs and things have it: killed where the policy answers to it in one of them, and in none
 * passes by silence what it found before and now cannot tell.
 */
export function scoreMutants(policy: string, answered: readonly Answered[], silences: readonly AcceptedSilence[]): MutationScore {
  const kinds = Map.groupBy(answered, ({ mutant }) => `${nameOf(mutant)} ${mutant.mutation}`);
  const survivors = [...kinds.values()].flatMap((all): readonly Survivor[] => {
    const passing = all.find(({ mutant, before, after }) => mutant.mutation === 'unknown' && before.some(isFound) && after.length === 0);
    const reacted = all.some(({ before, after }) => before.join('\n') !== after.join('\n'));
    const [witness] = passing ? [passing] : all;
    if (!witness || (reacted && !passing)) return [];
    const { fact, mutation, of } = witness.mutant;
    return [{ policy, fact, mutation, why: passing ? 'passes what it cannot tell' : 'says the same', by: of.by }];
  });
  const covers = (one: AcceptedSilence, { fact, mutation }: Survivor): boolean => fact.endsWith(`.${one.fact}`) && mutation === one.when;
  const accepted = silences.filter((one) => survivors.some((survivor) => covers(one, survivor)));
  const counted = survivors.filter((survivor) => !accepted.some((one) => covers(one, survivor)));
  const total = kinds.size - (survivors.length - counted.length);
  return { policy, accepted, killed: total - counted.length, total, survivors: counted };
}

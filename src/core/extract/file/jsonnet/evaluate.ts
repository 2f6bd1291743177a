import { binary, compare, same, type Machine } from './operators.ts';
import { standard } from './standard.ts';
import type { Bind, Clause, Field, Term } from './term.ts';
import {
  arrayOf,
  fieldOf,
  isArray,
  isObject,
  objectOf,
  once,
  wrong,
  type FunctionValue,
  type LayerField,
  type Lazy,
  type ObjectValue,
  type Value,
} from './value.ts';

/** The names that a term sees. */
interface Scope {
  readonly names: ReadonlyMap<string, Lazy>;
  readonly self?: ObjectValue;
  /** The layer of `self` that the term stands in. */
  readonly layer?: number;
}

/** Work that a file may ask for: a template of some thousand resources takes a tenth. */
const MAX_STEPS = 1_000_000;
const MAX_DEPTH = 400;

type At = Pick<Term, 'at'>;
type Of<Is extends Term['is']> = Extract<Term, { is: Is }>;

/** Evaluates a program, step by step and within bounds. */
export function evaluate(program: Term): { readonly value: Value; readonly machine: Machine } {
  const machine = new Evaluator();
  return { value: machine.run(program, { names: new Map() }), machine };
}

type Runners = { readonly [Is in Term['is']]: (term: Of<Is>, scope: Scope) => Value };

class Evaluator implements Machine {
  steps = MAX_STEPS;
  depth = 0;

  readonly runners: Runners = {
    value: ({ value }) => value,
    name: (term, scope) => this.named(term, scope),
    array: ({ items }, scope) => arrayOf(items.map((item) => this.later(item, scope))),
    object: ({ fields, locals }, scope) => objectOf([{ fields: new Map(fields.flatMap((field) => this.fieldIn(field, scope, locals))) }]),
    comprehension: (term, scope) => this.comprehended(term, scope),
    index: (term, scope) => this.indexed(term, scope),
    slice: (term, scope) => this.sliced(term, scope),
    call: (term, scope) => this.called(term, scope),
    function: (term, scope) => this.functionOf(term, scope),
    local: ({ binds, body }, scope) => this.run(body, this.bind(scope, binds)),
    if: ({ test, yes, no }, scope) => (this.truth(test, scope) ? this.run(yes, scope) : no ? this.run(no, scope) : null),
    unary: (term, scope) => this.unary(term, scope),
    binary: (term, scope) => this.binary(term, scope),
    error: (term) => {
      throw wrong(term, 'the file itself ends here with an error');
    },
    assert: ({ test, body }, scope) => {
      if (!this.truth(test, scope)) throw wrong(test, 'this assertion fails');
      return this.run(body, scope);
    },
  };

  step(at: At): void {
    if (--this.steps < 0) throw wrong(at, 'it takes too many steps');
  }

  run(term: Term, scope: Scope): Value {
    this.step(term);
    if (++this.depth > MAX_DEPTH) throw wrong(term, 'it goes too deep');
    const value = this.runners[term.is](term as never, scope);
    this.depth--;
    return value;
  }

  later(term: Term, scope: Scope): Lazy {
    return once(() => this.run(term, scope));
  }

  get(object: ObjectValue, name: string, at: At, from = object.layers.length): Value {
    const isWhole = from === object.layers.length;
    const known = isWhole ? object.told.get(name) : undefined;
    if (known !== undefined) return known;
    const found = fieldOf(object, name, from);
    if (!found) throw wrong(at, `the field ${name} is not there`);
    const { field, layer } = found;
    const own = field.of(object, layer);
    const isAdded = field.plus && fieldOf(object, name, layer) !== undefined;
    const value = isAdded ? binary('+', this.get(object, name, at, layer), own, { machine: this, at }) : own;
    if (isWhole) object.told.set(name, value);
    return value;
  }

  named(term: Of<'name'>, scope: Scope): Value {
    if (term.name === 'self' && scope.self) return scope.self;
    const found = scope.names.get(term.name);
    if (!found) throw wrong(term, `${term.name} is not defined`);
    return found();
  }

  number(value: Value, at: At): number {
    if (typeof value !== 'number') throw wrong(at, 'a number is missing');
    return value;
  }

  truth(term: Term, scope: Scope): boolean {
    const value = this.run(term, scope);
    if (typeof value !== 'boolean') throw wrong(term, 'a condition is true or false');
    return value;
  }

  bind(scope: Scope, binds: readonly Bind[]): Scope {
    const names = new Map(scope.names);
    const inner = { ...scope, names };
    for (const { name, value } of binds) names.set(name, this.later(value, inner));
    return inner;
  }

  fieldIn(field: Field, scope: Scope, locals: readonly Bind[]): readonly [string, LayerField][] {
    const name = this.run(field.key, scope);
    if (name === null) return [];
    if (typeof name !== 'string') throw wrong(field, 'the name of a field is a text');
    const of = (self: ObjectValue, layer: number): Value => {
      const names = scope.names.has('$') ? scope.names : new Map([...scope.names, ['$', () => self]]);
      return this.run(field.value, this.bind({ names, self, layer }, locals));
    };
    return [[name, { at: field.at, hidden: field.hidden, plus: field.plus, of }]];
  }

  scopesIn(clauses: readonly Clause[], scope: Scope): readonly Scope[] {
    let scopes: readonly Scope[] = [scope];
    for (const { name, of } of clauses)
      scopes = name === null ? scopes.filter((one) => this.truth(of, one)) : scopes.flatMap((one) => this.walked(name, of, one));
    return scopes;
  }

  walked(name: string, of: Term, scope: Scope): readonly Scope[] {
    const items = this.run(of, scope);
    if (!isArray(items)) throw wrong(of, 'only a list can be walked');
    return items.items.map((item) => {
      this.step(of);
      return { ...scope, names: new Map([...scope.names, [name, item]]) };
    });
  }

  comprehended({ key, body, clauses, at }: Of<'comprehension'>, scope: Scope): Value {
    const scopes = this.scopesIn(clauses, scope);
    if (key === null) return arrayOf(scopes.map((one) => this.later(body, one)));
    const fields = scopes.flatMap((one) => this.fieldIn({ key, value: body, hidden: false, plus: false, at }, one, []));
    return objectOf([{ fields: new Map(fields) }]);
  }

  functionOf({ parameters, body }: Of<'function'>, scope: Scope): FunctionValue {
    const call: FunctionValue['call'] = (given, named) => {
      const names = new Map(scope.names);
      const inner = { ...scope, names };
      for (const [index, { name, otherwise }] of parameters.entries()) {
        const value = given[index] ?? named.get(name) ?? (otherwise ? this.later(otherwise, inner) : undefined);
        if (!value) throw wrong(body, `the argument ${name} is missing`);
        names.set(name, value);
      }
      return this.run(body, inner);
    };
    return { is: 'function', call };
  }

  sliced(term: Of<'slice'>, scope: Scope): Value {
    const of = this.run(term.of, scope);
    const bound = (at: number): number | undefined => {
      const given = term.bounds[at];
      return given ? this.number(this.run(given, scope), term) : undefined;
    };
    const [from = 0, to = Number.MAX_SAFE_INTEGER, by = 1] = [bound(0), bound(1), bound(2)];
    if (by < 1 || from < 0) throw wrong(term, 'a slice goes forward');
    const pick = <T>(items: readonly T[]): readonly T[] => items.slice(from, to).filter((_, index) => index % by === 0);
    if (typeof of === 'string') return pick([...of]).join('');
    if (!isArray(of)) throw wrong(term, 'only lists and texts have slices');
    return arrayOf(pick(of.items));
  }

  unary({ operator, operand, at }: Of<'unary'>, scope: Scope): Value {
    if (operator === '!') return !this.truth(operand, scope);
    const value = this.number(this.run(operand, scope), { at });
    return operator === '-' ? -value : operator === '~' ? ~value : value;
  }

  binary(term: Of<'binary'>, scope: Scope): Value {
    const [left, right] = term.operands;
    if (term.operator === '&&') return this.truth(left, scope) && this.truth(right, scope);
    if (term.operator === '||') return this.truth(left, scope) || this.truth(right, scope);
    return binary(term.operator, this.run(left, scope), this.run(right, scope), { machine: this, at: term });
  }

  indexed(term: Of<'index'>, scope: Scope): Value {
    const by = this.run(term.by, scope);
    if (term.of.is === 'name' && term.of.name === 'super') {
      if (!scope.self || typeof by !== 'string') throw wrong(term, '`super` stands in no object');
      return this.get(scope.self, by, term, scope.layer ?? 0);
    }
    const of = this.run(term.of, scope);
    if (isObject(of) && typeof by === 'string') return this.get(of, by, term);
    const item = typeof by !== 'number' ? undefined : isArray(of) ? of.items[by]?.() : typeof of === 'string' ? [...of][by] : undefined;
    if (item === undefined) throw wrong(term, 'nothing stands under this index');
    return item;
  }

  called(term: Of<'call'>, scope: Scope): Value {
    const { of } = term;
    const lazy = term.given.map(({ name, value }) => [name, this.later(value, scope)] as const);
    const named = new Map(lazy.flatMap(([name, value]) => (name === null ? [] : [[name, value] as const])));
    const plain = lazy.flatMap(([name, value]) => (name === null ? [value] : []));
    if (of.is === 'index' && of.of.is === 'name' && of.of.name === 'std' && of.by.is === 'value')
      return standard(String(of.by.value), plain, { machine: this, at: term, compare, same });
    const target = this.run(of, scope);
    if (typeof target !== 'object' || target?.is !== 'function') throw wrong(term, 'only functions are called');
    return target.call(plain, named);
  }
}

import { take, Unreadable, type Cursor } from '../reading.ts';
import type { Argument, Bind, Clause, Field, Parameter, Term } from './term.ts';
import { KEYWORDS, nameIn, need, sign, SPACE, textIn, word, WORD } from './tokens.ts';

const LEVELS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<=', '>=', '<', '>', 'in'],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];

export function termIn(cursor: Cursor): Term {
  take(cursor, SPACE);
  const at = cursor.at;
  if (word(cursor, 'local')) return { is: 'local', binds: bindsIn(cursor, ';'), body: termIn(cursor), at };
  if (word(cursor, 'if')) return conditional(cursor, at);
  if (word(cursor, 'function')) return { is: 'function', parameters: parametersIn(cursor), body: termIn(cursor), at };
  if (word(cursor, 'error')) return { is: 'error', message: termIn(cursor), at };
  if (word(cursor, 'assert')) return { is: 'assert', ...assertionIn(cursor), body: (need(cursor, ';'), termIn(cursor)), at };
  return levelIn(cursor, 0);
}

function assertionIn(cursor: Cursor): { readonly test: Term } {
  const test = termIn(cursor);
  if (sign(cursor, ':')) termIn(cursor);
  return { test };
}

function conditional(cursor: Cursor, at: number): Term {
  const test = termIn(cursor);
  if (!word(cursor, 'then')) throw new Unreadable(cursor.at, '`then` is missing');
  const yes = termIn(cursor);
  return { is: 'if', test, yes, no: word(cursor, 'else') ? termIn(cursor) : null, at };
}

function bindsIn(cursor: Cursor, end: string): readonly Bind[] {
  const binds: Bind[] = [];
  do binds.push(bindIn(cursor));
  while (sign(cursor, ','));
  need(cursor, end);
  return binds;
}

function bindIn(cursor: Cursor): Bind {
  const name = nameIn(cursor);
  const at = cursor.at;
  const parameters = cursor.text[(take(cursor, SPACE), cursor.at)] === '(' ? parametersIn(cursor) : null;
  need(cursor, '=');
  const body = termIn(cursor);
  return { name, value: parameters ? { is: 'function', parameters, body, at } : body };
}

function parametersIn(cursor: Cursor): readonly Parameter[] {
  need(cursor, '(');
  const parameters: Parameter[] = [];
  while (!sign(cursor, ')')) {
    const name = nameIn(cursor);
    parameters.push({ name, otherwise: sign(cursor, '=') ? termIn(cursor) : null });
    if (!sign(cursor, ',') && cursor.text[cursor.at] !== ')') throw new Unreadable(cursor.at, '`)` is missing');
  }
  return parameters;
}

function levelIn(cursor: Cursor, level: number): Term {
  const operators = LEVELS[level];
  if (!operators) return unaryIn(cursor);
  let left = levelIn(cursor, level + 1);
  for (let operator = operatorIn(cursor, operators); operator; operator = operatorIn(cursor, operators)) {
    const at = cursor.at;
    left = { is: 'binary', operator, operands: [left, levelIn(cursor, level + 1)], at };
  }
  return left;
}

function operatorIn(cursor: Cursor, operators: readonly string[]): string | undefined {
  take(cursor, SPACE);
  const ahead = { ...cursor };
  const found = take(ahead, /in\b(?!\w)|[!$:~+\-&|^=<>*/%]+/y);
  if (found === undefined) return undefined;
  // `a == -1` is written without a space at times.
  const operator = found.length > 1 ? (found.match(/^(?:==|!=|<=|>=|<<|>>|&&|\|\||in)/)?.[0] ?? found[0] ?? '') : found;
  if (!operators.includes(operator)) return undefined;
  cursor.at += operator.length;
  return operator;
}

function unaryIn(cursor: Cursor): Term {
  take(cursor, SPACE);
  const at = cursor.at;
  const operator = take(cursor, /[-+!~]/y);
  if (operator !== undefined) return { is: 'unary', operator, operand: unaryIn(cursor), at };
  return suffixed(cursor, primaryIn(cursor));
}

function suffixed(cursor: Cursor, of: Term): Term {
  let term = of;
  for (;;) {
    take(cursor, SPACE);
    const at = cursor.at;
    const mark = cursor.text[at];
    if (mark === '.') {
      cursor.at++;
      term = { is: 'index', of: term, by: { is: 'value', value: nameIn(cursor), at }, at };
    } else if (mark === '[') term = bracketed(cursor, term);
    else if (mark === '(') term = { is: 'call', of: term, given: argumentsIn(cursor), at };
    else if (mark === '{') term = { is: 'binary', operator: '+', operands: [term, objectIn(cursor)], at };
    else return term;
    word(cursor, 'tailstrict');
  }
}

function bracketed(cursor: Cursor, of: Term): Term {
  const at = cursor.at;
  need(cursor, '[');
  const bounds: (Term | null)[] = [];
  let isSlice = false;
  for (;;) {
    take(cursor, SPACE);
    bounds.push(/[:\]]/.test(cursor.text[cursor.at] ?? '') ? null : termIn(cursor));
    if (sign(cursor, ']')) break;
    need(cursor, ':');
    isSlice = true;
  }
  const [by] = bounds;
  if (isSlice || !by) return { is: 'slice', of, bounds, at };
  return { is: 'index', of, by, at };
}

function argumentsIn(cursor: Cursor): readonly Argument[] {
  need(cursor, '(');
  const given: Argument[] = [];
  while (!sign(cursor, ')')) {
    const ahead = { ...cursor };
    const name = take(ahead, WORD);
    const isNamed = name !== undefined && !KEYWORDS.has(name) && take(ahead, /\s*=(?!=)/y) !== undefined;
    if (isNamed) cursor.at = ahead.at;
    given.push({ name: isNamed ? name : null, value: termIn(cursor) });
    if (!sign(cursor, ',') && cursor.text[cursor.at] !== ')') throw new Unreadable(cursor.at, '`)` is missing');
  }
  return given;
}

function primaryIn(cursor: Cursor): Term {
  const at = cursor.at;
  const mark = cursor.text[at];
  if (mark === '{') return objectIn(cursor);
  if (mark === '[') return arrayIn(cursor);
  if (sign(cursor, '(')) {
    const term = termIn(cursor);
    need(cursor, ')');
    return term;
  }
  const text = textIn(cursor);
  if (text !== undefined) return { is: 'value', value: text, at };
  const number = take(cursor, /\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/y);
  if (number !== undefined) return { is: 'value', value: Number(number), at };
  return named(cursor, at);
}

const LITERALS: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };

function named(cursor: Cursor, at: number): Term {
  const name = take(cursor, /[A-Za-z_]\w*|\$/y);
  if (name === undefined) throw new Unreadable(at, 'a value is missing');
  if (Object.hasOwn(LITERALS, name)) return { is: 'value', value: LITERALS[name] ?? null, at };
  if (name.startsWith('import')) throw new Unreadable(at, `\`${name}\` names another file`);
  if (KEYWORDS.has(name) && name !== 'self' && name !== 'super') throw new Unreadable(at, `\`${name}\` does not stand here`);
  return { is: 'name', name, at };
}

function arrayIn(cursor: Cursor): Term {
  const at = cursor.at;
  need(cursor, '[');
  const items: Term[] = [];
  while (!sign(cursor, ']')) {
    const item = termIn(cursor);
    items.push(item);
    const isLast = !sign(cursor, ',');
    if (items.length === 1 && word(cursor, 'for')) {
      const clauses = clausesIn(cursor);
      need(cursor, ']');
      return { is: 'comprehension', key: null, body: item, clauses, at };
    }
    if (isLast && cursor.text[(take(cursor, SPACE), cursor.at)] !== ']') throw new Unreadable(cursor.at, '`]` is missing');
  }
  return { is: 'array', items, at };
}

function clausesIn(cursor: Cursor): readonly Clause[] {
  const clauses: Clause[] = [];
  for (let isFirst = true; isFirst || word(cursor, 'for'); isFirst = false) {
    const name = nameIn(cursor);
    if (!word(cursor, 'in')) throw new Unreadable(cursor.at, '`in` is missing');
    clauses.push({ name, of: termIn(cursor) });
    while (word(cursor, 'if')) clauses.push({ name: null, of: termIn(cursor) });
  }
  return clauses;
}

function objectIn(cursor: Cursor): Term {
  const at = cursor.at;
  need(cursor, '{');
  const fields: Field[] = [];
  const locals: Bind[] = [];
  const asserts: Term[] = [];
  while (!sign(cursor, '}')) {
    if (word(cursor, 'local')) locals.push(bindIn(cursor));
    else if (word(cursor, 'assert')) asserts.push(assertionIn(cursor).test);
    else fields.push(fieldIn(cursor));
    const isLast = !sign(cursor, ',');
    const [only] = fields;
    if (only && fields.length === 1 && word(cursor, 'for')) {
      const clauses = clausesIn(cursor);
      need(cursor, '}');
      const body = locals.length > 0 ? ({ is: 'local', binds: locals, body: only.value, at } as const) : only.value;
      return { is: 'comprehension', key: only.key, body, clauses, at };
    }
    if (isLast && cursor.text[(take(cursor, SPACE), cursor.at)] !== '}') throw new Unreadable(cursor.at, '`}` is missing');
  }
  return { is: 'object', fields, locals, asserts, at };
}

function fieldIn(cursor: Cursor): Field {
  take(cursor, SPACE);
  const at = cursor.at;
  const key = keyIn(cursor, at);
  const parameters = cursor.text[(take(cursor, SPACE), cursor.at)] === '(' ? parametersIn(cursor) : null;
  take(cursor, SPACE);
  const mark = take(cursor, /\+?:{1,3}/y);
  if (mark === undefined) throw new Unreadable(cursor.at, '`:` is missing');
  const body = termIn(cursor);
  const value: Term = parameters ? { is: 'function', parameters, body, at } : body;
  return { key, value, hidden: mark.endsWith('::') && !mark.endsWith(':::'), plus: mark.startsWith('+'), at };
}

function keyIn(cursor: Cursor, at: number): Term {
  if (sign(cursor, '[')) {
    const key = termIn(cursor);
    need(cursor, ']');
    return key;
  }
  const text = textIn(cursor);
  return { is: 'value', value: text ?? nameIn(cursor), at };
}

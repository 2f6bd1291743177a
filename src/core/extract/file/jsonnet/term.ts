/** An expression of Jsonnet. Source: jsonnet.org, Specification. */
export type Term =
  | { readonly is: 'value'; readonly value: string | number | boolean | null; readonly at: number }
  | { readonly is: 'name'; readonly name: string; readonly at: number }
  | { readonly is: 'array'; readonly items: readonly Term[]; readonly at: number }
  | {
      readonly is: 'object';
      readonly fields: readonly Field[];
      readonly locals: readonly Bind[];
      readonly asserts: readonly Term[];
      readonly at: number;
    }
  | {
      readonly is: 'comprehension';
      readonly key: Term | null;
      readonly body: Term;
      readonly clauses: readonly Clause[];
      readonly at: number;
    }
  | { readonly is: 'index'; readonly of: Term; readonly by: Term; readonly at: number }
  | { readonly is: 'slice'; readonly of: Term; readonly bounds: readonly (Term | null)[]; readonly at: number }
  | { readonly is: 'call'; readonly of: Term; readonly given: readonly Argument[]; readonly at: number }
  | { readonly is: 'function'; readonly parameters: readonly Parameter[]; readonly body: Term; readonly at: number }
  | { readonly is: 'local'; readonly binds: readonly Bind[]; readonly body: Term; readonly at: number }
  | { readonly is: 'if'; readonly test: Term; readonly yes: Term; readonly no: Term | null; readonly at: number }
  | { readonly is: 'unary'; readonly operator: string; readonly operand: Term; readonly at: number }
  | { readonly is: 'binary'; readonly operator: string; readonly operands: readonly [Term, Term]; readonly at: number }
  | { readonly is: 'error'; readonly message: Term; readonly at: number }
  | { readonly is: 'assert'; readonly test: Term; readonly body: Term; readonly at: number };

export interface Field {
  readonly key: Term;
  readonly value: Term;
  readonly hidden: boolean;
  readonly plus: boolean;
  readonly at: number;
}
export interface Bind {
  readonly name: string;
  readonly value: Term;
}
export interface Parameter {
  readonly name: string;
  readonly otherwise: Term | null;
}
export interface Argument {
  readonly name: string | null;
  readonly value: Term;
}
export interface Clause {
  readonly name: string | null;
  readonly of: Term;
}

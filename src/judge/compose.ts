import { loadGrammars } from '../adapters/grammar/load-grammars.ts';
import { evaluateWasm, type Evaluate } from '../adapters/opa/evaluate-wasm.ts';
import { EXTRACTORS } from '../core/extract/registry.ts';
import { readOne } from '../core/extract/read-one.ts';
import type { EngineAnswer, ReadAnswer, ReadRequest } from '../core/ports.ts';

/** What the judging process can do. */
export interface Judging {
  read(request: ReadRequest): Promise<ReadAnswer>;
  evaluate(request: Evaluate): Promise<readonly EngineAnswer[]>;
}

export function compose(): Judging {
  const grammars = loadGrammars();
  return {
    read: async (request) => {
      for (const { grammar } of EXTRACTORS.filter(({ id }) => request.claims.some(({ extractor }) => extractor === id)))
        if (grammar) await grammars.load(grammar);
      return readOne(request, EXTRACTORS, grammars.parse);
    },
    evaluate: evaluateWasm,
  };
}

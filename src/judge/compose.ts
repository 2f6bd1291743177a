import type { Evaluate } from '../adapters/opa/evaluate-wasm.ts';
import type { Grammars } from '../adapters/grammar/load-grammars.ts';
import type { EngineAnswer, ReadAnswer, ReadRequest } from '../core/ports.ts';

/** What the judging process can do. */
export interface Judging {
  read(request: ReadRequest): Promise<ReadAnswer>;
  evaluate(request: Evaluate): Promise<readonly EngineAnswer[]>;
}

/** Each half is loaded with its first task: the command line only ever asks for judgements. */
export function compose(): Judging {
  let reading: Promise<Judging['read']> | undefined;
  return {
    read: async (request) => (await (reading ??= loadReading()))(request),
    evaluate: async (request) => {
      const { evaluateWasm } = await import('../adapters/opa/evaluate-wasm.ts');
      return evaluateWasm(request);
    },
  };
}

async function loadReading(): Promise<Judging['read']> {
  const [{ EXTRACTORS }, { readOne }, { prepareReading }, { loadGrammars }] = await Promise.all([
    import('../core/extract/registry.ts'),
    import('../core/extract/read-one.ts'),
    import('../core/extract/prepare-reading.ts'),
    import('../adapters/grammar/load-grammars.ts'),
  ]);
  const grammars: Grammars = loadGrammars();
  return async (request) => {
    const claimed = new Set(request.claims.map(({ extractor }) => extractor));
    await prepareReading(EXTRACTORS, claimed, grammars.load);
    return readOne(request, EXTRACTORS, grammars.parse);
  };
}

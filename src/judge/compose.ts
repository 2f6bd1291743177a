import type { Evaluate } from '../adapters/opa/evaluate-wasm.ts';
import type { Grammars } from '../adapters/grammar/load-grammars.ts';
import type { GraphRequest, GraphStatement } from '../core/checkov/judge-graph.ts';
import type { Assembly } from '../core/plug-ins.ts';
import type { CompareAnswer, CompareRequest, EngineAnswer, ReadAnswer, ReadRequest, UnitRequest } from '../core/ports.ts';

/** What the judging process can do. */
export interface Judging {
  read(request: ReadRequest): Promise<ReadAnswer>;
  assemble(request: UnitRequest): Promise<Assembly>;
  compare(request: CompareRequest): Promise<CompareAnswer>;
  graph(request: GraphRequest): Promise<readonly GraphStatement[]>;
  evaluate(request: Evaluate): Promise<readonly EngineAnswer[]>;
}

/** Each half is loaded with its first task: the command line only ever asks for judgements. */
export function compose(): Judging {
  let reading: Promise<Reading> | undefined;
  const load = (): Promise<Reading> => (reading ??= loadReading());
  return {
    read: async (request) => (await load()).read(request),
    assemble: async (request) => (await load()).assemble(request),
    compare: async (request) => (await load()).compare(request),
    graph: async (request) => (await load()).graph(request),
    evaluate: async (request) => {
      const { evaluateWasm } = await import('../adapters/opa/evaluate-wasm.ts');
      return evaluateWasm(request);
    },
  };
}

type Reading = Omit<Judging, 'evaluate'>;

async function loadReading(): Promise<Reading> {
  const [{ EXTRACTORS }, { unitReader }, { readOne }, { prepareReading }, { loadGrammars }, { judgeGraph }] = await Promise.all([
    import('../core/extract/registry.ts'),
    import('../core/extract/unit-reader.ts'),
    import('../core/extract/read-one.ts'),
    import('../core/extract/prepare-reading.ts'),
    import('../adapters/grammar/load-grammars.ts'),
    import('../core/checkov/judge-graph.ts'),
  ]);
  const grammars: Grammars = loadGrammars();
  const read = async (request: ReadRequest): Promise<ReadAnswer> => {
    const claimed = new Set(request.claims.map(({ extractor }) => extractor));
    await prepareReading(EXTRACTORS, claimed, grammars.load);
    return readOne(request, EXTRACTORS, grammars.parse);
  };
  return { ...unitReader(EXTRACTORS), read, graph: (request) => Promise.resolve(judgeGraph(request, EXTRACTORS)) };
}

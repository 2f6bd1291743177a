import type { Asset } from '../../../model/asset.ts';
import type { SourceFile } from '../../../model/source.ts';
import type { Claim, Extractor, Reading, UnitFile } from '../../plug-ins.ts';
import { compareContracts } from '../../compatibility/contract/compare-contracts.ts';
import { uniqueIds } from '../../compatibility/unique-ids.ts';
import { entry } from '../../text/document-tree.ts';
import { parseYaml } from '../../text/yaml-tree.ts';
import type { OdcsPart } from './part.ts';
import { readContract } from './read-contract.ts';
import { readEdges } from './read-edges.ts';
import { validateContract } from './validate-contract.ts';

/**
 * Data contracts of the Open Data Contract Standard, 3.x and 2.2. Each object that a contract promises is an asset. `differences` say
 * what its consumers lose (`forward`) and what its producer must now do (`backward`).
 */
export const odcs: Extractor<OdcsPart> = {
  id: 'odcs',
  title: 'data contract',
  version: 2,
  claim,
  read,
  assemble: (_, files) => ({
    assets: assetsOf(files),
    edges: files.flatMap(({ part }) => part.edges),
    changes: [],
    problems: [],
  }),
  rules: 'whole',
  differences: (base, head) => compareContracts(assetsOf(base), assetsOf(head)),
};

const assetsOf = (files: readonly UnitFile<OdcsPart>[]): readonly Asset[] => uniqueIds(files.flatMap(({ part }) => part.assets));

/** Any YAML may be a contract: its text says so. Those that say it in their name are compared together, so that files may be renamed. */
function claim(path: string): Claim | null {
  if (!/\.(?:ya?ml|odcs\.json)$/i.test(path)) return null;
  const isNamed = /\bodcs\.[a-z]+$/i.test(path);
  return { unit: isNamed ? 'contracts' : path, role: '', unsure: !isNamed };
}

const IS_CONTRACT = /^[ \t{]*["']?kind["']?\s*:\s*["']?DataContract\b/m;

function read(file: SourceFile): Reading<OdcsPart> {
  if (!IS_CONTRACT.test(file.text)) return { part: null, problems: [] };
  const { documents, problems } = parseYaml(file);
  const contracts = documents.filter((document) => {
    const kind = entry(document, 'kind')?.value;
    return kind?.kind === 'scalar' && kind.value === 'DataContract';
  });
  if (contracts.length === 0) return { part: null, problems: problems.filter(({ undecided }) => undecided) };
  return {
    part: { assets: contracts.flatMap(readContract), edges: contracts.flatMap(readEdges) },
    problems: [...problems, ...contracts.flatMap(validateContract)],
  };
}

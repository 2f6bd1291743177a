import type { Asset } from '../../../model/asset.ts';
import type { SourceFile } from '../../../model/source.ts';
import { compareContracts } from '../../compatibility/contract/compare-contracts.ts';
import { uniqueIds } from '../../compatibility/unique-ids.ts';
import type { Claim, Extractor, Reading, UnitFile } from '../../plug-ins.ts';
import { at } from '../../text/document-tree.ts';
import { parseYaml } from '../../text/yaml-tree.ts';
import type { DataContractPart } from './part.ts';
import { readDataContract } from './read-data-contract.ts';

/**
 * Contracts of the Data Contract Specification (datacontract.com), 0.9 and 1.x. Each model is an asset. `differences` say what its
 * consumers lose (`forward`) and what its producer must now do (`backward`).
 */
export const dataContract: Extractor<DataContractPart> = {
  id: 'datacontract',
  title: 'data contract',
  version: 1,
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

const assetsOf = (files: readonly UnitFile<DataContractPart>[]): readonly Asset[] => uniqueIds(files.flatMap(({ part }) => part.assets));

/** Any YAML may be a contract: its text says so. Those that say it in their name are compared together, so that files may be renamed. */
function claim(path: string): Claim | null {
  if (!/\.ya?ml$/i.test(path)) return null;
  const isNamed = /(?:^|[./_-])data-?contract\.ya?ml$/i.test(path);
  return { unit: isNamed ? 'contracts' : path, role: '', unsure: !isNamed };
}

const IS_CONTRACT = /^[ \t{]*["']?dataContractSpecification["']?\s*:/m;

function read(file: SourceFile): Reading<DataContractPart> {
  if (!IS_CONTRACT.test(file.text)) return { part: null, problems: [] };
  const { documents, problems } = parseYaml(file);
  const contracts = documents.filter((document) => at(document, 'dataContractSpecification') !== undefined);
  if (contracts.length === 0) return { part: null, problems: problems.filter(({ undecided }) => undecided) };
  const read = contracts.map(readDataContract);
  return {
    part: { assets: read.flatMap(({ assets }) => assets), edges: read.flatMap(({ edges }) => edges) },
    problems: [...problems, ...read.flatMap((one) => one.problems)],
  };
}

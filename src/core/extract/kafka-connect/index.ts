import type { Problem } from '../../../model/problem.ts';
import type { SourceFile } from '../../../model/source.ts';
import type { Claim, Extractor, Reading } from '../../plug-ins.ts';
import type { DocumentNode } from '../../text/document-tree.ts';
import { parseJson } from '../../text/json-tree.ts';
import { parseYaml } from '../../text/yaml-tree.ts';
import { connectorsIn } from './connector.ts';
import type { KafkaConnectPart } from './part.ts';
import { parseProperties } from './properties.ts';
import { readConnector } from './read-connector.ts';

/** Connectors of Kafka Connect: as its REST interface takes them, as properties, and as resources of Strimzi and Confluent. */
export const kafkaConnect: Extractor<KafkaConnectPart> = {
  id: 'kafka-connect',
  title: 'Kafka connector',
  version: 1,
  claim,
  read,
  assemble: (_, files) => ({
    assets: files.flatMap(({ part }) => part.assets),
    changes: [],
    problems: [],
    edges: files.flatMap(({ part }) => part.edges),
  }),
};

const NEVER = /(?:^|\/)(?:node_modules\/|(?:package|package-lock|tsconfig|composer)\.json$)/;

function claim(path: string): Claim | null {
  return /\.(?:json|ya?ml|properties)$/i.test(path) && !NEVER.test(path) ? { unit: path, role: '', unsure: true } : null;
}

const MAY_BE = /connector\.class|kind\s*:\s*["']?(?:KafkaConnector|Connector)\b/;

function read(file: SourceFile): Reading<KafkaConnectPart> {
  if (!MAY_BE.test(file.text)) return { part: null, problems: [] };
  const { roots, problems } = documentsIn(file);
  const connectors = roots.flatMap(connectorsIn);
  if (connectors.length === 0) return { part: null, problems: problems.filter(({ undecided }) => undecided) };
  const read = connectors.map((one) => readConnector(one, file.path));
  return { part: { assets: read.map(({ asset }) => asset), edges: read.flatMap(({ edges }) => edges) }, problems };
}

function documentsIn(file: SourceFile): { readonly roots: readonly DocumentNode[]; readonly problems: readonly Problem[] } {
  if (/\.properties$/i.test(file.path)) return { roots: [parseProperties(file)], problems: [] };
  if (/\.json$/i.test(file.path)) {
    const { root, problems } = parseJson(file);
    return { roots: root ? [root] : [], problems };
  }
  const { documents, problems } = parseYaml(file);
  return { roots: documents, problems };
}

import type { Location } from '../../../model/source.ts';
import { at, entriesOf, entry, itemsOf, textAt, type DocumentNode, type Entry } from '../../text/document-tree.ts';
import { spanOf, type Found } from '../../infrastructure/found.ts';

/** The settings of one connector, whichever way they are deployed. */
export interface Connector {
  readonly name: string;
  /** The name as written; the class where it has none. */
  readonly location: Location;
  readonly extent: Location;
  readonly className: string;
  readonly settings: ReadonlyMap<string, Found>;
  readonly labels: Entry | undefined;
}

/** The connectors of a document: one, or a list of them. */
export function connectorsIn(document: DocumentNode): readonly Connector[] {
  if (document.kind === 'list') return itemsOf(document).flatMap((item) => connectorOf(item) ?? []);
  const lists = ['connectors', 'items'].flatMap((key) => itemsOf(at(document, key)));
  return [connectorOf(document), ...lists.map(connectorOf)].flatMap((one) => one ?? []);
}

function connectorOf(node: DocumentNode): Connector | undefined {
  return resourceOf(node) ?? plainOf(node);
}

/** `{"name": …, "config": {…}}`, or the settings alone. */
function plainOf(node: DocumentNode): Connector | undefined {
  const config = at(node, 'config')?.kind === 'map' ? at(node, 'config') : node;
  const settings = settingsOf(config);
  const type = settings.get('connector.class');
  const name = entry(node, 'name') ?? entry(config, 'name');
  return type && connector({ node, name, type, settings });
}

/** Resources of Strimzi (`KafkaConnector`) and of Confluent for Kubernetes (`Connector`). */
function resourceOf(node: DocumentNode): Connector | undefined {
  if (!/^(?:kafka\.strimzi\.io|platform\.confluent\.io)\//.test(textAt(node, 'apiVersion') ?? '')) return undefined;
  if (!['KafkaConnector', 'Connector'].includes(textAt(node, 'kind') ?? '')) return undefined;
  const spec = at(node, 'spec');
  const settings = settingsOf(at(spec, 'config') ?? at(spec, 'configs'));
  const type = entry(spec, 'class');
  const found = type ? { node: type.value, location: spanOf(type) } : settings.get('connector.class');
  const metadata = at(node, 'metadata');
  return found && connector({ node, name: entry(metadata, 'name'), type: found, settings, labels: entry(metadata, 'labels') });
}

interface Written extends Pick<Connector, 'settings'> {
  readonly node: DocumentNode;
  readonly name: Entry | undefined;
  readonly type: Found;
  readonly labels?: Entry | undefined;
}

function connector({ node, name, type, settings, labels }: Written): Connector {
  const className = textAt(type.node) ?? '';
  const text = name && textAt(name.value);
  return {
    name: text ?? className.slice(className.lastIndexOf('.') + 1),
    location: text === undefined || !name ? type.node.location : name.value.location,
    extent: node.location,
    className,
    settings,
    labels,
  };
}

/** What stands elsewhere when the connector runs (`${file:…}`, `${env:…}`), or is filled in before (`{{ … }}`). */
const ELSEWHERE = /\$\{[\w-]+:[^}]*\}|\{\{|^<.*>$|\$\{[A-Z][A-Z0-9_]*\}|^\$[A-Z][A-Z0-9_]*$/;

function settingsOf(config: DocumentNode | undefined): ReadonlyMap<string, Found> {
  return new Map(entriesOf(config).map((one) => [one.key, { node: known(one.value), location: spanOf(one) }]));
}

function known(node: DocumentNode): DocumentNode {
  const isElsewhere = node.kind === 'scalar' && typeof node.value === 'string' && ELSEWHERE.test(node.value);
  return isElsewhere ? { ...node, value: null, unknown: String(node.value) } : node;
}

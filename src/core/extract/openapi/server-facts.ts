import type { Facts } from '../../../model/asset.ts';
import type { Location } from '../../../model/source.ts';
import { at, entry, itemsOf, textAt, type DocumentNode } from '../../text/document-tree.ts';
import type { Api, Operation } from './api.ts';

interface Server {
  readonly url: string;
  readonly location: Location;
  readonly variables: DocumentNode | undefined;
}

/** Whether clients connect by TLS, and the regions that the names of the servers tell. */
export function serverFacts(api: Api, operation: Operation): Facts {
  const servers = serversOf(api, operation).filter(({ url }) => !LOCAL.test(url));
  return { ...schemeFact(api, operation, servers), ...regionFact(servers) };
}

/** Servers of one's own machine say nothing of where the API runs. */
const LOCAL = /^\w*:?\/\/(?:localhost|127\.|0\.0\.0\.0|\[::1\]|[\w.-]+\.(?:local|localhost|test)\b|host\.docker)/i;

/** The nearest that names some: the operation, its path, the description. */
function serversOf({ root }: Api, { node, pathNode }: Operation): readonly Server[] {
  const nearest = [node, pathNode, root].map((one) => itemsOf(at(one, 'servers'))).find((list) => list.length > 0) ?? [];
  const named = nearest.flatMap((server): readonly Server[] => {
    const url = entry(server, 'url');
    return url ? [{ url: textAt(url.value) ?? '', location: url.value.location, variables: at(server, 'variables') }] : [];
  });
  const host = at(root, 'host');
  return host && nearest.length === 0 ? [{ url: `//${textAt(host) ?? ''}`, location: host.location, variables: undefined }] : named;
}

function schemeFact({ root }: Api, { node }: Operation, servers: readonly Server[]): Facts {
  const schemes = itemsOf(at(node, 'schemes') ?? at(root, 'schemes'));
  const told = schemes.length > 0 ? schemes.map((one) => ({ url: `${textAt(one) ?? ''}://`, location: one.location })) : servers;
  const plain = told.find(({ url }) => /^(?:http|ws):/i.test(url));
  const safe = told.find(({ url }) => /^(?:https|wss):/i.test(url));
  const open = told.find(({ url }) => /^[^/:]*\{/.test(url));
  if (plain) return { encryption_in_transit: { value: false, location: plain.location } };
  if (open) return { encryption_in_transit: { unknown: open.url, location: open.location } };
  return safe ? { encryption_in_transit: { value: true, location: safe.location } } : {};
}

const REGIONS = [
  /(?<![a-z\d])((?:us|eu|ap|sa|ca|me|af|il|cn)(?:-gov|-iso[bef]?)?-(?:north|south|east|west|central|northeast|northwest|southeast|southwest)-\d)(?![\d-])/,
  /(?<![a-z\d-])((?:us|europe|asia|australia|southamerica|northamerica|me|africa)-(?:north|south|east|west|central|northeast|southeast|southwest)\d)(?![\d])/,
];

/** Regions of AWS and Google Cloud, where the name of a host holds one, or stands for one of several. */
function regionFact(servers: readonly Server[]): Facts {
  const found = servers.flatMap((server) => hostsOf(server).flatMap((host) => REGIONS.flatMap((region) => region.exec(host)?.[1] ?? [])));
  const [first] = servers.filter((server) => hostsOf(server).some((host) => REGIONS.some((region) => region.test(host))));
  const regions = [...new Set(found)];
  const open = servers.find(({ url, variables }) => /\{region\}/i.test(url) && !variables);
  if (open) return { region: { unknown: open.url, ...(regions.length > 0 ? { value: regions } : {}), location: open.location } };
  return first ? { region: { value: regions.length === 1 ? (regions[0] ?? '') : regions, location: first.location } } : {};
}

const MAX_HOSTS = 50;

/** A variable stands for each value that it may have. */
function hostsOf({ url, variables }: Server): readonly string[] {
  let hosts: readonly string[] = [url.replace(/^[^/]*\/\//, '').replace(/\/.*$/, '')];
  for (const [variable, name = ''] of url.matchAll(/\{([^{}]*)\}/g)) {
    const listed = itemsOf(at(variables, name, 'enum')).flatMap((one) => textAt(one) ?? []);
    const values = listed.length > 0 ? listed : [textAt(variables, name, 'default') ?? variable];
    hosts = hosts.flatMap((host) => values.map((value) => host.replaceAll(variable, value))).slice(0, MAX_HOSTS);
  }
  return hosts;
}

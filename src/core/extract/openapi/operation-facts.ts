import type { Facts } from '../../../model/asset.ts';
import { ownFacts } from '../../json-schema/own-facts.ts';
import { at, textAt } from '../../text/document-tree.ts';
import type { Api, Operation } from './api.ts';
import { isOpen, securityOf } from './security.ts';
import { serverFacts } from './server-facts.ts';

/** What an operation says of itself, and what its security and servers tell. */
export function operationFacts(api: Api, operation: Operation): Facts {
  return { ...serverFacts(api, operation), ...securityFacts(api, operation), ...summaryOf(operation), ...ownFacts(operation.node) };
}

function summaryOf({ node }: Operation): Facts {
  const summary = at(node, 'summary');
  const value = textAt(summary);
  return summary && value !== undefined ? { description: { value, location: summary.location } } : {};
}

/**
 * Who is let in. A description that names ways to sign in and asks for none here lets everyone in; one that names no way at all leaves
 * it to others (a gateway), so that nothing is told.
 */
function securityFacts(api: Api, operation: Operation): Facts {
  const security = securityOf(api, operation);
  if (!security) return {};
  const { location } = security;
  const schemes = [...new Set(security.requirements.flatMap((one) => [...one.keys()]))];
  return { public_access: { value: isOpen(security), location }, authentication: { value: schemes, location } };
}

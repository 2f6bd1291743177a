import type { Rules } from '../core/command-ports.ts';
import { DEFAULT_SETTINGS } from '../core/settings/default-settings.ts';
import type { Repository } from '../model/trigger.ts';
import type { CommandPorts } from './command/ports.ts';
import { fixChange } from './fix-change.ts';
import { gatherExceptions } from './gather-exceptions.ts';
import { gatherOwners } from './gather.ts';
import { judgeToFix } from './judge-change.ts';
import type { JobPorts } from './job-ports.ts';
import { openRemote, rulesDiffer, type RemotePorts } from './judge-remote.ts';

/** What governs a branch on GitHub, read at its head. */
export function rulesRemote(ports: RemotePorts & { readonly github: CommandPorts['github'] }): CommandPorts['rules'] {
  return async (repository: Repository, branch: string): Promise<Rules> => {
    const head = await ports.github.branchHead(repository, branch);
    const used = await ports.exceptions.used(repository.id);
    if (head === undefined) return { settings: DEFAULT_SETTINGS, exceptions: [], used };
    const access = await ports.github.gitAccess(repository);
    const { governing } = await ports.fetchRange({ id: repository.id, ...access, base: { branch }, head });
    const { settings } = await gatherOwners(governing, await ports.github.organisation(repository));
    const standing = (await gatherExceptions(governing, settings, undefined)).exceptions.map(({ exception }) => exception);
    const ids = new Set(standing.map(({ id, requested }) => `${id} ${requested}`));
    const gone = used.filter(({ id, requested }) => !ids.has(`${id} ${requested}`));
    return { settings, exceptions: standing.map(({ id }) => id), used: [...standing, ...gone] };
  };
}

/** By what both commits hold, so that a branch that was moved back is seen, too. */
export function rulesChangedRemote(ports: RemotePorts): JobPorts['rulesChanged'] {
  return async (repository, before, head) => {
    const access = await ports.github.gitAccess(repository);
    const checkout = await ports.fetchRange({ id: repository.id, ...access, base: { commit: before }, head });
    const { settings } = await gatherOwners(checkout.governing);
    return rulesDiffer(checkout.governing, checkout.head, settings);
  };
}

/** What fixing a head on GitHub would make of it. */
export function fixRemote(ports: RemotePorts): CommandPorts['fix'] {
  return async (request, isWanted) => {
    const { checkout, governance, context } = await openRemote(request, ports);
    return fixChange(checkout, isWanted, (one) => judgeToFix(one, governance, context, ports));
  };
}

import { examineGitHub, type Wanted } from '../core/doctor/examine-github.ts';
import { examineLocal } from '../core/doctor/examine-local.ts';
import type { GitHubExaminer } from '../core/doctor/facts.ts';
import { peopleIn } from '../core/doctor/people-in.ts';
import type { GitHubReader } from '../core/publish-ports.ts';
import type { CommandPorts } from './command/ports.ts';
import { gatherExamination } from './gather-examination.ts';
import { gatherFor, type RemotePorts } from './judge-remote.ts';

/** Examines a repository on GitHub with the app's own eyes: its default branch as it stands, and what GitHub enforces there. */
export function examineRemote(
  ports: RemotePorts & { readonly github: GitHubExaminer & Pick<GitHubReader, 'branchHead'> },
  wanted: Wanted,
  now: () => number,
): CommandPorts['examine'] {
  return async (repository) => {
    const branch = await ports.github.defaultBranch(repository);
    const head = await ports.github.branchHead(repository, branch);
    if (head === undefined) return [];
    const access = await ports.github.gitAccess(repository);
    const checkout = await ports.fetchRange({ id: repository.id, ...access, base: null, head });
    const { overrides, gathering } = await gatherFor(repository, ports);
    const facts = await gatherExamination(checkout, { ...ports, ...gathering }, new Date(now()).toISOString(), overrides);
    const remote = await ports.github.examine(repository, peopleIn(facts.settings));
    return [...examineGitHub(remote, wanted, facts.settings), ...examineLocal(facts)];
  };
}

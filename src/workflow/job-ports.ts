import type { CommandPorts } from './command/ports.ts';
import type { Repository } from '../model/trigger.ts';
import type { JudgeAnswer, JudgeRequest } from './judge-request.ts';

export interface JobPorts extends CommandPorts {
  /** Fetches and judges. `governed` is called as soon as it is known whether any policy may block. */
  judge(request: JudgeRequest, governed: (enforces: boolean) => void): Promise<JudgeAnswer>;
  /** Whether two commits of a repository differ in what judges: settings, policies, exceptions, CODEOWNERS. */
  rulesChanged(repository: Repository, before: string, head: string): Promise<boolean>;
  /** Resolves after that long, or when the signal says so. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
}

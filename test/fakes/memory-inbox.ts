import { mergeTriggers } from '../../src/adapters/store/merge-triggers.ts';
import type { Inbox, Job } from '../../src/core/publish-ports.ts';

/** An inbox that works in this process, one job after the other, and can be asked when it is idle. */
export function memoryInbox(): Inbox & { idle(): Promise<void>; readonly failures: unknown[] } {
  const known = new Set<string>();
  const waiting = new Map<string, Job>();
  const failures: unknown[] = [];
  let perform: ((job: Job, attempt: { last: boolean }) => Promise<void>) | undefined;
  let running: Promise<void> = Promise.resolve();

  const drain = async (): Promise<void> => {
    const [next] = waiting.values();
    if (!next || !perform) return;
    waiting.delete(next.key);
    await attempts(next, perform, failures);
    return drain();
  };
  return {
    failures,
    accept: async ({ id, jobs }) => {
      if (known.has(id)) return 'duplicate';
      known.add(id);
      for (const { key, trigger } of jobs) waiting.set(key, { key, trigger: mergeTriggers(waiting.get(key)?.trigger ?? null, trigger) });
      running = running.then(drain);
      return 'accepted';
    },
    work: async (_, work) => {
      perform = work;
      running = running.then(drain);
      return { stop: async () => void (perform = undefined) };
    },
    healthy: async () => true,
    idle: async () => {
      for (let seen: unknown; seen !== running;) await (seen = running);
    },
  };
}

async function attempts(job: Job, perform: (job: Job, attempt: { last: boolean }) => Promise<void>, failures: unknown[]): Promise<void> {
  for (const last of [false, false, true]) {
    try {
      return await perform(job, { last });
    } catch (error) {
      failures.push(error);
    }
  }
}

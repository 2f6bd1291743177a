import type { ExceptionStore, Job } from '../core/publish-ports.ts';
import { jobForSubject } from './rejudge.ts';

export interface SweepPorts {
  readonly exceptions: ExceptionStore;
  enqueue(jobs: readonly Job[]): Promise<void>;
  /** Milliseconds since the epoch. */
  now(): number;
}

/**
 * What time alone asks for: verdicts that rest on something that has ended are made anew, and exceptions are looked after once a day.
 * Work is handed over before it is ticked off, so that a crash between costs a second look, never the first.
 */
export async function sweep({ exceptions, enqueue, now }: SweepPorts): Promise<void> {
  const today = new Date(now()).toISOString().slice(0, 10);
  const lapsed = await exceptions.lapsed(today);
  if (lapsed.length > 0) await enqueue(lapsed.map(jobForSubject));
  await exceptions.clearLapsed(lapsed.map(({ subject }) => subject));
  for (const { branch, ...repository } of await exceptions.toLookAfter(today)) {
    await enqueue([{ key: `exceptions:${repository.id}`, trigger: { kind: 'care', repository, branch } }]);
    await exceptions.lookedAfter(repository.id, today);
  }
}

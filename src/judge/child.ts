import { compose, type Judging } from './compose.ts';

/**
 * The process that meets untrusted text: it parses files and judges inputs, one task after the other, and knows nothing else. It has no
 * credentials and an empty environment; whoever started it kills it at a deadline.
 */
const judging = compose();

process.on('message', (message: Task) => {
  void answer(message).then((reply) => process.send?.(reply));
});
process.on('disconnect', () => process.exit(0));

/** What a task asks. Everything in it is JSON. */
export interface Task {
  readonly id: number;
  readonly kind: keyof Judging;
  readonly request: unknown;
}

async function answer(task: Task): Promise<{ readonly id: number; readonly value?: unknown; readonly fault?: string }> {
  try {
    const perform: (request: never) => Promise<unknown> = judging[task.kind];
    return { id: task.id, value: await perform(task.request as never) };
  } catch (error) {
    return { id: task.id, fault: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

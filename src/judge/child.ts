import { compose } from './compose.ts';

/**
 * The process that meets untrusted text: it parses files and judges inputs, one task after the other, and knows nothing else. It has no
 * credentials and an empty environment; whoever started it kills it at a deadline.
 */
const { read, evaluate } = compose();

process.on('message', (message: Task) => {
  void answer(message).then((reply) => process.send?.(reply));
});
process.on('disconnect', () => process.exit(0));

/** What a task asks. Everything in it is JSON. */
export type Task =
  | { readonly id: number; readonly kind: 'read'; readonly request: Parameters<typeof read>[0] }
  | { readonly id: number; readonly kind: 'evaluate'; readonly request: Parameters<typeof evaluate>[0] };

async function answer(task: Task): Promise<{ readonly id: number; readonly value?: unknown; readonly fault?: string }> {
  try {
    return { id: task.id, value: task.kind === 'read' ? await read(task.request) : await evaluate(task.request) };
  } catch (error) {
    return { id: task.id, fault: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

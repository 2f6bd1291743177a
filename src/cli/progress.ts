export interface Progress {
  /** What is being done now. Shown only on a terminal, and only once the work takes longer than a moment. */
  readonly say: (text: string) => void;
  readonly done: () => void;
}

const MOMENT_MS = 800;

/** One line on standard error that is rewritten in place, and gone when the work is done. */
export function progress(): Progress {
  if (!process.stderr.isTTY) return { say: () => undefined, done: () => undefined };
  let text = '';
  let shown = false;
  const show = (): void => {
    shown = true;
    process.stderr.write(`\r\u001b[K${text} …`);
  };
  const timer = setTimeout(show, MOMENT_MS);
  return {
    say: (next) => {
      text = next;
      if (shown) show();
    },
    done: () => {
      clearTimeout(timer);
      if (shown) process.stderr.write('\r\u001b[K');
      shown = false;
    },
  };
}

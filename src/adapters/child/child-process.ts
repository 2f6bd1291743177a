import { fork, type ChildProcess } from 'node:child_process';

/** One judging process. It takes one task at a time. */
export interface Judge {
  /** Rejects with `JudgeGone` where the process died or the deadline passed; it is then of no more use. */
  ask(kind: string, request: unknown, deadlineMs: number): Promise<unknown>;
  readonly tasks: number;
  readonly gone: boolean;
  stop(): void;
}

/** Why there is no answer. `timeout`: it was killed at the deadline; `crash`: it died by itself. */
export class JudgeGone extends Error {
  override readonly name = 'JudgeGone';
  readonly reason: 'timeout' | 'crash';

  constructor(reason: 'timeout' | 'crash', message: string) {
    super(message);
    this.reason = reason;
  }
}

const FLAGS = ['--disable-proto=delete', '--max-old-space-size=512', '--stack-size=2000'];

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: Error) => void;
}

/** Starts a judging process with nothing of our environment in it. */
export function startJudge(entry: string): Judge {
  const child: ChildProcess = fork(entry, [], {
    env: {},
    execArgv: FLAGS,
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const waiting = new Map<number, Waiting>();
  let tasks = 0;
  let gone = false;
  const end = (reason: 'timeout' | 'crash', why: string): void => {
    gone = true;
    for (const one of waiting.values()) one.reject(new JudgeGone(reason, why));
    waiting.clear();
  };
  child.on('message', (message) => settle(waiting, message as Reply));
  child.on('error', (error) => end('crash', error.message));
  child.on('exit', (code, signal) => end('crash', `the judging process ended by ${signal ?? `code ${code}`}`));
  child.unref();
  child.channel?.unref();
  const ask = (kind: string, request: unknown, deadlineMs: number): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = ++tasks;
      const timer = setTimeout(() => {
        end('timeout', `no answer within ${deadlineMs} ms`);
        child.kill('SIGKILL');
      }, deadlineMs);
      waiting.set(id, {
        resolve: (value) => (clearTimeout(timer), resolve(value)),
        reject: (reason) => (clearTimeout(timer), reject(reason)),
      });
      if (gone) end('crash', 'the judging process is gone');
      else child.send({ id, kind, request });
    });
  return {
    ask,
    stop: () => void child.kill('SIGKILL'),
    get tasks() {
      return tasks;
    },
    get gone() {
      return gone;
    },
  };
}

interface Reply {
  readonly id: number;
  readonly value?: unknown;
  readonly fault?: string;
}

function settle(waiting: Map<number, Waiting>, { id, value, fault }: Reply): void {
  const one = waiting.get(id);
  waiting.delete(id);
  if (fault === undefined) one?.resolve(value);
  else one?.reject(new Error(fault));
}

interface Asked {
  readonly file?: { readonly path: string };
  /** Of a unit, the first file. */
  readonly files?: readonly { readonly path: string }[];
  readonly head?: readonly { readonly path: string }[];
}

/** In the place of the judging process: does what the name of the file says. */
process.on('message', ({ id, request }: { readonly id: number; readonly request: Asked }) => {
  const path = (request.file ?? request.files?.[0] ?? request.head?.[0])?.path ?? '';
  if (path === 'hang') for (;;);
  if (path === 'die') process.kill(process.pid, 'SIGKILL');
  if (path === 'end') process.exit(3);
  if (path === 'fault') process.send?.({ id, fault: 'the fault of the judge' });
  else
    process.send?.({
      id,
      value: { path, extractor: 'one', part: { pid: process.pid, env: process.env, flags: process.execArgv }, problems: [] },
    });
});
process.on('disconnect', () => process.exit(0));

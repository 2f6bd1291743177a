import { openStore } from '../../../src/adapters/store/open-store.ts';

/** A process to be killed: does the jobs that wait, and says so once each is begun. It never ends the one whose key ends in `:stuck`. */
const [dataFolder = ''] = process.argv.slice(2);
const { inbox } = await openStore({ dataFolder });
await inbox.work({ atOnce: 2 }, async ({ key }) => {
  process.stdout.write(`${key}\n`);
  if (key.endsWith(':stuck')) await new Promise(() => {});
});

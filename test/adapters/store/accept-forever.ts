import { openStore } from '../../../src/adapters/store/open-store.ts';

/** A process to be killed: accepts one delivery after the other and says so, once each is durable. */
const [dataFolder = ''] = process.argv.slice(2);
const { inbox } = await openStore({ dataFolder });
const repository = { installation: 42, id: 1, owner: 'acme', name: 'warehouse' };
for (let number = 0; ; number++) {
  const trigger = { kind: 'pull', repository, pull: number, fresh: false, rerun: false } as const;
  const jobs = [{ key: `pull:1:${number}`, trigger }];
  await inbox.accept({ id: `delivery-${number}`, event: 'pull_request', action: 'opened', receivedAt: new Date(0).toISOString(), jobs });
  process.stdout.write(`${number}\n`);
}

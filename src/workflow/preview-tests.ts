import { broughtFor } from '../core/authoring/brought.ts';
import type { RegoTools } from '../core/authoring/ports.ts';
import { isCaseFile, isLibraryFile, mayBeLibraryFile } from '../core/library/library-files.ts';
import type { Checkout } from '../core/ports.ts';
import { sumTests } from '../core/preview/sum-tests.ts';
import type { Json } from '../model/json.ts';
import type { PolicyTests } from '../model/preview.ts';
import type { SourceFile } from '../model/source.ts';
import { gatherOwners, type GatherPorts } from './gather.ts';
import type { JudgePorts } from './judge-change.ts';
import { testLibrary } from './authoring/test-library.ts';

export interface PreviewTestPorts extends GatherPorts, JudgePorts {
  /** Missing where nobody may run the tests of libraries. */
  readonly authoring?: { readonly rego: RegoTools; inputSchema(): Json };
}

/** Runs the tests of the head's own policies where the change touches them; undefined where it does not. `now` is ISO 8601, UTC. */
export async function testsOfHead({ changeSet, head }: Checkout, now: string, ports: PreviewTestPorts): Promise<PolicyTests | undefined> {
  const { settings } = await gatherOwners(head);
  const root = settings.policies?.replace(/^\.?\/+|\/+$/g, '');
  const { authoring } = ports;
  if (root === undefined || !authoring || !changeSet.files.some(({ path }) => path.startsWith(`${root}/`))) return undefined;
  const paths = head.paths.filter(
    (path) => path.startsWith(`${root}/`) && (mayBeLibraryFile(path.slice(root.length + 1)) || isCaseFile(path)),
  );
  const read = paths.length > 0 ? await head.read(paths) : [];
  const files = read.flatMap((one): SourceFile[] => ('unreadable' in one ? [] : [{ ...one, path: one.path.slice(root.length + 1) }]));
  const own = files.filter(isLibraryFile);
  const library = { name: root, files: own, brought: broughtFor(own, (await ports.defaultLibrary()).files) };
  const cases = files.filter(({ path }) => isCaseFile(path));
  const tested = await testLibrary(
    { library, cases, schema: authoring.inputSchema(), mutation: true, now },
    { ...ports, rego: authoring.rego },
  );
  return sumTests(tested);
}

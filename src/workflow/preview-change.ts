import type { ChangeContext } from '../core/evaluate/policy-input.ts';
import type { LibraryStore } from '../core/library-ports.ts';
import type { Checkout } from '../core/ports.ts';
import type { ReadableTree } from '../model/change-set.ts';
import type { Preview } from '../model/preview.ts';
import { gather, type Overrides } from './gather.ts';
import { previewGovernance } from './preview-governance.ts';
import { testsOfHead, type PreviewTestPorts } from './preview-tests.ts';

export interface PreviewPorts extends PreviewTestPorts {
  /** What the head's settings may extend, where that is less than what those that govern may. */
  readonly headLibraries?: LibraryStore;
}

/**
 * What a change of policies, settings, exceptions or CODEOWNERS would do: the head's whole tree, judged by the rules of the side that
 * governs and by those of the head. Exceptions of the head count as if they were approved.
 */
export async function previewChange(
  checkout: Checkout,
  context: ChangeContext,
  ports: PreviewPorts,
  overrides: Overrides = {},
): Promise<Preview> {
  const whole = wholeHead(checkout);
  const { approvals: _, ...others } = ports;
  const unasked = ports.headLibraries ? { ...others, libraries: ports.headLibraries } : others;
  const before = await gather({ ...whole, governing: checkout.governing }, ports, overrides);
  const after = await gather({ ...whole, governing: checkout.head }, unasked, overrides);
  const preview = await previewGovernance(whole, { before, after }, context, ports);
  const tests = await testsOfHead(checkout, context.now, ports);
  return tests ? { ...preview, tests } : preview;
}

function wholeHead({ changeSet, head }: Checkout): Checkout {
  return { changeSet: { base: null, head: changeSet.head, files: everyFile(head), whole: 'tree' }, base: null, head, governing: head };
}

function everyFile({ paths }: ReadableTree): Checkout['changeSet']['files'] {
  const all = [{ first: 1, last: Number.MAX_SAFE_INTEGER }];
  return paths.map((path) => ({ path, basePath: path, status: 'added', changedLines: all, shownLines: all }));
}

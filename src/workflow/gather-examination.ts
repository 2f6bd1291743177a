import type { LocalFacts } from '../core/doctor/examine-local.ts';
import { cliContext } from '../core/evaluate/cli-context.ts';
import { claimsOn } from '../core/extract/claim-files.ts';
import type { Checkout } from '../core/ports.ts';
import { findCodeowners } from '../core/route/find-codeowners.ts';
import type { ReadableTree } from '../model/change-set.ts';
import { unseenAssets } from './unseen-assets.ts';
import { gather, type GatherPorts, type Overrides } from './gather.ts';
import { judgeOnce, type JudgePorts } from './judge-change.ts';

/** What a repository says of itself: the whole tree of the checkout is judged. `now` is ISO 8601, UTC. */
export async function gatherExamination(
  checkout: Checkout,
  ports: GatherPorts & JudgePorts,
  now: string,
  overrides: Overrides = {},
): Promise<LocalFacts> {
  const governance = await gather(checkout, ports, overrides);
  const { head } = checkout;
  const { settings, rules } = governance;
  const context = cliContext(checkout, now);
  const { evaluation } = await judgeOnce(checkout, governance, context, ports);
  return {
    paths: head.paths,
    settings,
    rules,
    codeowners: findCodeowners(checkout.governing),
    exceptions: evaluation.exceptions,
    problems: evaluation.problems,
    assets: evaluation.assets,
    isClaimed: (path) => claimsOn(path, head, settings, ports.extractors).length > 0,
    unseen: await unseenAssets(evaluation, governance, context, ports.engine),
    lock: await textOf(head, '.github/tollgate.lock'),
  };
}

async function textOf(tree: ReadableTree, path: string): Promise<string | undefined> {
  const [file] = tree.has(path) ? await tree.read([path]) : [];
  return file && !('unreadable' in file) ? file.text : undefined;
}

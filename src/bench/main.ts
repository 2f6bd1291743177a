import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { composeLocal, type Local } from '../compose/local.ts';
import type { CheckoutRequest } from '../core/ports.ts';
import { gather } from '../workflow/gather.ts';
import { judgeChange } from '../workflow/judge-change.ts';
import { makeRepository, type BenchRepository } from './make-repository.ts';
import { timePolicies } from './policies.ts';
import { median, peakMemory, timed } from './measure.ts';

const USAGE =
  'usage: npm run bench -- [--tree FOLDER]\nFOLDER is a tree of Terraform to judge whole beside Checkov and conftest (default: a made-up one).\n';
const MAIN = fileURLToPath(new URL('../cli/main.ts', import.meta.url));
/** A cache of its own: compiled policies and code are there after the first run, what was read of files as each measure wants. */
const CACHE = mkdtempSync(join(tmpdir(), 'tollgate-bench-cache-'));
process.env['TOLLGATE_CACHE'] = CACHE;
const RUNS = 15;
/** Judgements that fill the caches and are not counted. */
const WARM_UP = 3;
const POLICIES = fileURLToPath(new URL('../../policies', import.meta.url));

const PEERS: readonly { readonly name: string; readonly args: (folder: string) => readonly string[] }[] = [
  { name: 'checkov', args: (folder) => ['--directory', folder, '--framework', 'terraform', '--compact', '--quiet'] },
  { name: 'conftest', args: (folder) => ['test', folder, '--policy', POLICIES, '--all-namespaces', '--parser', 'hcl2'] },
];

const { values } = parseArgs({ options: { tree: { type: 'string' }, help: { type: 'boolean' } } });
if (values.help) process.stdout.write(USAGE);
else await bench();

async function bench(): Promise<void> {
  const small = makeRepository(300, 20, RUNS + WARM_UP);
  const large = makeRepository(3000, 20, RUNS + WARM_UP);
  const wide = makeRepository(3000, 200, RUNS + WARM_UP);
  const local = composeLocal();
  const [ofSmall = 0, ofLarge = 0, ofWide = 0] = await warm(local, [small, large, wide]);
  const tree = values.tree ?? workTreeOf(large);
  const ofTree = await warmTree(local, tree);
  const [many, few] = [await timePolicies(local, 1000), await timePolicies(local, 10)];
  await local.close();
  show('warm judgement, 20 of 300 files', `${ofSmall.toFixed(1)} ms`);
  show('warm judgement, 20 of 3,000 files', `${ofLarge.toFixed(1)} ms, ${(ofLarge / ofSmall).toFixed(2)} times that of 300`);
  show('warm judgement, 200 of 3,000 files', `${ofWide.toFixed(1)} ms, ${(ofWide / ofLarge).toFixed(2)} times that of 20`);
  show('policies, 1,000 assets of 20 fields', `${many.own.toFixed(1)} ms, ${(many.own / many.opa).toFixed(2)} times opa bench`);
  show('policies, 10 assets of 20 fields', `${few.own.toFixed(1)} ms, ${(few.own / few.opa).toFixed(2)} times opa bench`);
  command(['check', '--example']);
  const example = median(RUNS, () => command(['check', '--example']).ms);
  show('cold check of the example', `${example.toFixed(0)} ms`);
  show('whole tree, warm', `${ofTree.toFixed(0)} ms`);
  wholeTree(tree);
}

/** The medians of judgements in this process, the repositories in turn: the base is known, each head is new. */
async function warm(local: Local, repositories: readonly BenchRepository[]): Promise<readonly number[]> {
  const times: readonly number[][] = repositories.map(() => []);
  for (let run = 0; run < RUNS + WARM_UP; run++) {
    for (const [index, { path, base, heads }] of repositories.entries()) {
      const started = performance.now();
      await judgeOnce(local, { path, base, head: heads[run] ?? base });
      if (run >= WARM_UP) times[index]?.push(performance.now() - started);
    }
  }
  return times.map(middle);
}

/** The median of judgements of a whole tree in this process, its files known from the ones before. */
async function warmTree(local: Local, path: string): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < RUNS + WARM_UP; run++) {
    const started = performance.now();
    await judgeOnce(local, { path, all: true });
    if (run >= WARM_UP) times.push(performance.now() - started);
  }
  return middle(times);
}

async function judgeOnce(local: Local, request: CheckoutRequest): Promise<void> {
  const checkout = await local.sourceControl.checkout(request);
  const governance = await gather(checkout, local);
  await judgeChange(checkout, governance, { event: 'cli', surface: 'cli', branch: 'main', now: '2026-01-01T00:00:00Z', labels: [] }, local);
}

function middle(times: readonly number[]): number {
  return times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)] ?? 0;
}

/** The whole tree, cold, beside those peers that are installed: each in turn with ours, so that a busy machine slows both. */
function wholeTree(folder: string): void {
  const args = ['check', folder, '--all', '--format', 'json'];
  const ours = (): number => {
    forgetParts();
    return command(args).ms;
  };
  show('whole tree, first run', `${median(5, ours).toFixed(0)} ms, at most ${peakMemory(process.execPath, [MAIN, ...args])} MB`);
  show('whole tree, run again', `${median(5, () => command(args).ms).toFixed(0)} ms`);
  for (const { name, args } of PEERS) {
    if (spawnSync(name, ['--version'], { stdio: 'ignore' }).error) {
      show(`whole tree, ${name}`, 'not installed');
      continue;
    }
    const pairs = Array.from({ length: 3 }, () => ({ peer: timed(name, args(folder)).ms, own: ours() }));
    const ratio = pairs.map(({ peer, own }) => peer / own).sort((one, other) => one - other)[1] ?? 0;
    show(`whole tree, ${name}`, `${median(1, () => pairs[1]?.peer ?? 0).toFixed(0)} ms, ${ratio.toFixed(1)} times ours`);
  }
}

/** What was read of files is kept between runs: a first run has none of it. */
function forgetParts(): void {
  for (const name of readdirSync(CACHE)) if (name.startsWith('parts-')) rmSync(join(CACHE, name));
}

function command(args: readonly string[]): { readonly ms: number } {
  return timed(process.execPath, [MAIN, ...args]);
}

function workTreeOf({ path }: BenchRepository): string {
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-bench-tree-'));
  spawnSync('git', ['clone', '--quiet', path, folder]);
  return folder;
}

function show(what: string, figure: string): void {
  process.stdout.write(`${what.padEnd(38)}${figure}\n`);
}

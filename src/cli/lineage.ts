import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { assembleUnits } from '../core/extract/assemble-units.ts';
import { askLineage } from '../core/link/ask-lineage.ts';
import { link } from '../core/link/link.ts';
import { lineageMermaid } from '../core/report/lineage/mermaid.ts';
import { lineageEvents } from '../core/report/lineage/open-lineage.ts';
import { lineageText } from '../core/report/lineage/text.ts';
import type { Checkout } from '../core/ports.ts';
import type { LineageAnswer } from '../model/lineage.ts';
import { gatherOwners } from '../workflow/gather.ts';
import { readUnits } from '../workflow/read-units.ts';
import { composeLocal, type Local } from '../compose/local.ts';
import { TollgateError } from '../core/errors.ts';
import { flag, oneOf, readOptions, text } from './arguments.ts';
import { progress } from './progress.ts';

interface LineageArguments {
  /** An asset or a field of one, by name or id. */
  readonly asset: string;
  readonly repo: string;
  /** Missing: both. */
  readonly direction?: 'upstream' | 'downstream';
  readonly format: 'text' | 'json' | 'mermaid' | 'openlineage';
}

/** `tollgate lineage`: what feeds an asset or field, and what it feeds. Gives the exit code: 2 where a file could not be read. */
export async function run(argv: readonly string[]): Promise<number> {
  const args = lineageArguments(argv);
  const local = composeLocal();
  const shown = progress();
  try {
    shown.say('reading the repository');
    const checkout = await local.sourceControl.checkout({ path: args.repo, all: true });
    const answer = await ask(args, checkout, local);
    shown.done();
    process.stdout.write(show(answer, args, checkout, local));
    return answer.lineage.partial ? 2 : 0;
  } finally {
    shown.done();
    await local.close();
  }
}

async function ask({ asset, direction }: LineageArguments, { head, governing }: Checkout, local: Local): Promise<LineageAnswer> {
  const { settings } = await gatherOwners(governing);
  const { parts, problems } = await readUnits(head, 'all', settings, local);
  const { assets, edges = [] } = assembleUnits(parts, local.extractors, settings);
  const partial = problems.some(({ undecided }) => undecided);
  return askLineage(asset, link(assets, edges, partial), assets, direction === undefined ? undefined : [direction]);
}

function show(answer: LineageAnswer, { format, repo }: LineageArguments, { changeSet }: Checkout, local: Local): string {
  if (format === 'json') return `${JSON.stringify(answer, null, 2)}\n`;
  if (format === 'mermaid') return lineageMermaid(answer);
  if (format === 'text') return lineageText(answer);
  const root = pathToFileURL(resolve(repo)).href;
  const context = { repository: basename(resolve(repo)), root, version: changeSet.head.commit ?? '', time: local.now() };
  return lineageEvents(answer, context);
}

function lineageArguments(argv: readonly string[]): LineageArguments {
  const { values, positionals } = readOptions(argv, { format: text, repo: text, upstream: flag, downstream: flag });
  const [asset] = positionals;
  if (asset === undefined || positionals.length > 1)
    throw new TollgateError('bad-use', 'name one asset, or a field of one', { lines: ['do:    tollgate lineage crm.contacts.email'] });
  const format = oneOf(values.format, ['text', 'json', 'mermaid', 'openlineage']);
  const both = values.upstream === values.downstream;
  return {
    asset,
    repo: values.repo ?? '.',
    format,
    ...(both ? {} : { direction: values.upstream ? 'upstream' : 'downstream' }),
  };
}

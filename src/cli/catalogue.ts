import { composeLocal } from '../compose/local.ts';
import { catalogueHtml, catalogueMarkdown } from '../core/library/catalogue.ts';
import { gather } from '../workflow/gather.ts';
import { oneOf, readOptions, text } from './arguments.ts';

/** `tollgate catalogue`: which policies apply here, and from where. 2 where a library could not be had: then the page is not whole. */
export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = readOptions(argv, { format: text });
  const format = oneOf(values.format, ['markdown', 'html']);
  const local = composeLocal();
  try {
    const checkout = await local.sourceControl.checkout({ path: positionals[0] ?? '.', all: true });
    const { settings, library, problems } = await gather(checkout, local);
    const catalogue = { settings, libraries: library.references, policies: library.policies, data: library.data };
    process.stdout.write(format === 'html' ? catalogueHtml(catalogue) : catalogueMarkdown(catalogue));
    const missing = [...problems, ...library.problems].filter(({ undecided }) => undecided);
    for (const { location, message } of missing)
      process.stderr.write(`${location.file}:${location.start.line}:${location.start.column}  ${message}\n`);
    return missing.length > 0 ? 2 : 0;
  } finally {
    await local.close();
  }
}

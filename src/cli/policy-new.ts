import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { composeAuthoring } from '../compose/authoring.ts';
import { scaffold } from '../core/authoring/scaffold.ts';
import { TollgateError } from '../core/errors.ts';
import { readOptions, text } from './arguments.ts';
import { libraryFolder } from './policy-library.ts';

/** `tollgate policy new`: writes a policy to start from. Nothing that is there is written over. Error: bad-use. */
export async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = readOptions(argv, { library: text, id: text });
  const [category, name] = namesIn(positionals);
  const folder = libraryFolder(values.library === undefined ? [] : [values.library]);
  const place = join(folder, category, name);
  if (existsSync(place))
    throw new TollgateError('bad-use', `\`${place}\` is there already`, { lines: ['do:    take another name, or change what is there'] });
  const files = scaffold({ category, name, id: await idFor(category, folder, values.id) });
  for (const { path, text: content } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content, { flag: 'wx' });
  }
  process.stdout.write(`${files.map(({ path }) => `${join(folder, path)}\n`).join('')}\n${next(folder, name)}`);
  return 0;
}

const next = (folder: string, name: string): string => {
  const library = folder === 'policies' ? '' : ` ${folder}`;
  return `next:  change ${name}.rego, then\n       tollgate policy test${library}\n       tollgate policy lint${library}\n`;
};

function namesIn(positionals: readonly string[]): readonly [string, string] {
  const [, category, name] = /^([a-z]\w*)\/([a-z]\w*)$/.exec(positionals[0] ?? '') ?? [];
  if (category !== undefined && name !== undefined && positionals.length === 1) return [category, name];
  const given = positionals[0] === undefined ? '`tollgate policy new` needs a name' : `\`${positionals.join(' ')}\` is no name of a policy`;
  throw new TollgateError('bad-use', given, {
    lines: [
      'do:    tollgate policy new privacy/mask_emails',
      '       a category and a name, of small letters, digits and _: they are the Rego package',
    ],
  });
}

/** The first that is free of `PRI001`, `PRI002` …; an id is for ever, so what was named is taken as it is. */
async function idFor(category: string, folder: string, named: string | undefined): Promise<string> {
  if (named !== undefined && !/^[\w.-]+$/.test(named))
    throw new TollgateError('bad-use', `\`${named}\` is no id`, { lines: ['do:    use letters, digits, `_`, `-` and `.`'] });
  const taken = await idsIn(folder);
  if (named !== undefined && taken.has(named))
    throw new TollgateError('bad-use', `the id ${named} is taken by a policy`, {
      lines: ['do:    take another: an id names one policy for ever'],
    });
  if (named !== undefined) return named;
  const word = category.replaceAll('_', '').slice(0, 3).toUpperCase().padEnd(3, 'X');
  for (let number = 1; ; number++) {
    const id = `${word}${String(number).padStart(3, '0')}`;
    if (!taken.has(id)) return id;
  }
}

async function idsIn(folder: string): Promise<ReadonlySet<string>> {
  const authoring = composeAuthoring();
  try {
    const libraries = [(await authoring.defaultLibrary()).files, existsSync(folder) ? await authoring.filesBelow(folder) : []];
    const texts = libraries.flat().filter(({ path }) => /\.(?:rego|ya?ml|json)$/.test(path));
    return new Set(texts.flatMap((file) => [...file.text.matchAll(/^(?:#\s+|\s+"?)id"?:\s*"?([\w.-]+)/gm)].map(([, id = '']) => id)));
  } finally {
    await authoring.close();
  }
}

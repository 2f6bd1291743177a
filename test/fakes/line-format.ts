import type { Extractor, ParseWith } from '../../src/core/plug-ins.ts';
import type { FileReader } from '../../src/core/ports.ts';
import { lineIndex } from '../../src/core/text/line-index.ts';
import type { Asset } from '../../src/model/asset.ts';

/** A format of our own for tests of the stages around extractors: one asset a line, `name field field=type …`; `!` is unreadable. */
export const lineFormat: Extractor<string> = {
  id: 'lines',
  title: 'Lines',
  version: 1,
  claim: (path, tree) => (path.endsWith('.lines') ? { unit: tree.nearest(path, 'unit') ?? path, role: 'line' } : null),
  read: (file) => (file.text.includes('!') ? { part: null, problems: [broken(file.path)] } : { part: file.text, problems: [] }),
  assemble: (_, files) => ({ assets: files.flatMap(({ path, part }) => assetsOf(path, part)), changes: [], problems: [] }),
};

function broken(file: string) {
  const start = { line: 1, column: 1, offset: 0 };
  return { code: 'lines-unreadable', message: 'A line has a `!`. Take it out.', location: { file, start, end: start }, undecided: true };
}

function assetsOf(path: string, text: string): readonly Asset[] {
  const lines = lineIndex(path, text);
  return [...text.matchAll(/^(\S+)(.*)$/gm)].map((match) => {
    const [, name = '', rest = ''] = match;
    const location = lines.location(match.index, match.index + name.length);
    const fields = rest
      .trim()
      .split(' ')
      .filter(Boolean)
      .map((word) => {
        const [field = '', type] = word.split('=');
        return { name: field, ...(type === undefined ? {} : { type }), location, extent: location, facts: {} };
      });
    return {
      id: `lines:${name}`,
      kind: 'table',
      name,
      platform: 'lines',
      file: path,
      files: [path],
      location,
      extent: location,
      facts: {},
      fields,
    };
  });
}

const noGrammar: ParseWith = () => {
  throw new Error('this format needs no grammar');
};

/** Reads by one extractor, and counts the files. */
export function lineReader(): FileReader & { readonly paths: string[] } {
  const seen: string[] = [];
  return {
    paths: seen,
    read: (requests) =>
      Promise.resolve(
        requests.map(({ file, claims }) => {
          seen.push(file.path);
          const { part, problems } = lineFormat.read(file, claims[0]?.role ?? '', noGrammar);
          return { path: file.path, extractor: part === null ? null : lineFormat.id, part, problems };
        }),
      ),
  };
}

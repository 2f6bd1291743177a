import type { SourceFile } from '../../../model/source.ts';
import type { Extractor, ParseWith, Reading } from '../../plug-ins.ts';
import type { DocumentNode } from '../../text/document-tree.ts';
import { FILE_READER } from '../file-format.ts';
import { PARSERS } from './registry.ts';
import { loadToml } from './toml.ts';
import { loadXml } from './xml.ts';

/**
 * Files as they are, for policies that judge a parsed file (`custom.input: file`). It claims nothing: whoever needs a file parsed asks
 * for it by the name of its format. The documents have the shapes that conftest gives its policies.
 */
export const file: Extractor<readonly DocumentNode[]> = {
  id: FILE_READER,
  title: 'file',
  version: 4,
  grammar: 'hcl',
  load: async () => void (await Promise.all([loadToml(), loadXml()])),
  claim: () => null,
  read,
  assemble: () => ({ assets: [], changes: [], problems: [] }),
};

function read(source: SourceFile, format: string, parse: ParseWith): Reading<readonly DocumentNode[]> {
  const parser = PARSERS.get(format);
  if (!parser) return { part: null, problems: [] };
  const { documents, problems } = parser(source, parse);
  return { part: documents, problems };
}

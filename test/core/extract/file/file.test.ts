import { beforeAll, describe, expect, it } from 'vitest';
import { loadGrammars, type Grammars } from '../../../../src/adapters/grammar/load-grammars.ts';
import { fileFormat } from '../../../../src/core/extract/file-format.ts';
import { file } from '../../../../src/core/extract/file/index.ts';
import { prepareReading } from '../../../../src/core/extract/prepare-reading.ts';
import { EXTRACTORS } from '../../../../src/core/extract/registry.ts';
import { at, entry, toJson, type DocumentNode } from '../../../../src/core/text/document-tree.ts';

let grammars: Grammars;
beforeAll(async () => {
  grammars = loadGrammars();
  await prepareReading(EXTRACTORS, new Set(['file']), grammars.load);
});

function parse(path: string, text: string) {
  const { part, problems } = file.read({ path, text, size: Buffer.byteLength(text) }, fileFormat(path) ?? '', grammars.parse);
  return { documents: part ?? [], problems, json: (part ?? []).map(toJson), slice: sliceOf(text) };
}

const sliceOf = (text: string) => (node: { readonly location: DocumentNode['location'] } | undefined) =>
  text.slice(node?.location.start.offset, node?.location.end.offset);

it.each([
  ['deploy/app.yml', 'yaml'],
  ['a.json', 'json'],
  ['pyproject.toml', 'toml'],
  ['main.tf', 'hcl'],
  ['setup.cfg', 'ini'],
  ['log4j.properties', 'properties'],
  ['pom.xml', 'xml'],
  ['.env', 'dotenv'],
  ['config/.env.production', 'dotenv'],
  ['Dockerfile', 'dockerfile'],
  ['build/Dockerfile.dev', 'dockerfile'],
  ['.github/workflows/ci.yaml', 'yaml'],
  ['README.md', undefined],
  ['environment.txt', undefined],
])('%s is parsed as %s', (path, format) => {
  expect(fileFormat(path)).toBe(format);
});

describe('TOML', () => {
  const text =
    'title = "T"\n[owner]\ndob = 1979-05-27T07:32:00Z\nn = 1_000\ninf = inf\n[[products]]\nname = "a"\n[[products]]\nname = "b"\n[products.sub]\nx = { y = [1, "z", true] }\na.b.c = 1\n';

  it('tables, lists of tables and dotted keys', () => {
    expect(parse('a.toml', text).json).toEqual([
      {
        title: 'T',
        owner: { dob: '1979-05-27T07:32:00Z', n: 1000, inf: 'Infinity' },
        products: [{ name: 'a' }, { name: 'b', sub: { x: { y: [1, 'z', true] }, a: { b: { c: 1 } } } }],
      },
    ]);
  });

  it('with the place of each key and value', () => {
    const { documents, slice } = parse('a.toml', text);
    expect(slice(at(documents[0], 'owner', 'n'))).toBe('1_000');
    expect(slice({ location: entry(at(documents[0], 'owner'), 'dob')?.keyLocation as DocumentNode['location'] })).toBe('dob');
  });

  it('what is broken is located, and nothing is guessed', () => {
    const { documents, problems } = parse('a.toml', 'ok = 1\nbad = \n');
    expect(documents).toEqual([]);
    expect(problems).toMatchObject([{ code: 'toml-unreadable', undecided: true, location: { start: { line: 2 } } }]);
  });
});

describe('INI and properties', () => {
  const text =
    '; c\ntop = 1\n[server]\nhost = "example.org"\nport=8080\nratio = 1.5\non = true\nempty =\nlist = a, b\nmulti = a \\\n  b\n[other section]\nkey : value\n';

  it('sections of keys, typed as conftest types them', () => {
    expect(parse('a.ini', text).json).toEqual([
      {
        server: { host: 'example.org', port: 8080, ratio: 1.5, on: true, empty: '', list: 'a, b', multi: 'a b' },
        'other section': { key: 'value' },
      },
    ]);
  });

  it('with places', () => {
    const { documents, slice } = parse('a.ini', text);
    expect(slice(at(documents[0], 'server', 'port'))).toBe('8080');
    expect(slice({ location: entry(at(documents[0], 'server'), 'host')?.keyLocation as DocumentNode['location'] })).toBe('host');
  });

  it('a line that is nothing is a problem', () => {
    expect(parse('a.ini', '[a]\nwhat is this\n').problems).toMatchObject([{ code: 'ini-unreadable', location: { start: { line: 2 } } }]);
  });

  it('properties are text', () => {
    expect(parse('a.properties', '# c\n  A_KEY=https://example.com/\n! not a property\nmy-property some value\nn: 1\n').json).toEqual([
      { A_KEY: 'https://example.com/', 'my-property': 'some value', n: '1' },
    ]);
  });
});

it('environment files are names and values', () => {
  const text = '# c\nA=1\nexport B="two words # not a comment"\nC=\'single $A\'\nD=plain # comment\nE="multi\nline"\nF=${A}x\nEMPTY=\n';
  const { json, documents, slice } = parse('.env', text);
  expect(json).toEqual([{ A: '1', B: 'two words # not a comment', C: 'single $A', D: 'plain', E: 'multi\nline', F: '${A}x', EMPTY: '' }]);
  expect(slice({ location: entry(documents[0], 'C')?.keyLocation as DocumentNode['location'] })).toBe('C');
  expect(parse('.env', 'A=1\nwhat\n').problems).toMatchObject([{ code: 'dotenv-unreadable', location: { start: { line: 2 } } }]);
});

interface Command {
  readonly Cmd: string;
  readonly SubCmd: string;
  readonly Flags: readonly string[];
  readonly Value: readonly string[];
  readonly JSON: boolean;
  readonly Stage: number;
}

describe('Dockerfiles', () => {
  const text = [
    '# syntax=docker/dockerfile:1',
    'ARG VERSION=3',
    'FROM --platform=linux/amd64 python:${VERSION} AS build',
    '# installs',
    'RUN apt-get update && \\',
    '    apt-get install -y curl',
    'ENTRYPOINT ["python", "-m", "app"]',
    'FROM scratch',
    'HEALTHCHECK --interval=5s CMD curl -f http://localhost/',
    'ONBUILD RUN x',
    'ENV A=1 B="2 3"',
    'RUN <<EOF',
    'USER inside',
    'EOF',
    'user root',
    '',
  ].join('\n');
  const { documents, json, slice } = (() => {
    const node = file.read({ path: 'Dockerfile', text, size: text.length }, 'dockerfile', () => {
      throw new Error('no grammar is needed');
    });
    return { documents: node.part ?? [], json: (node.part ?? []).map(toJson) as unknown as Command[][][], slice: sliceOf(text) };
  })();

  it('are a list of instructions, by stage', () => {
    expect(json[0]?.[0]?.map(({ Cmd, SubCmd, Flags, Value, JSON: isJson, Stage }) => [Cmd, SubCmd, Flags, Value, isJson, Stage])).toEqual([
      ['arg', '', [], ['VERSION=3'], false, 0],
      ['from', '', ['--platform=linux/amd64'], ['python:${VERSION}', 'AS', 'build'], false, 0],
      ['comment', '', [], ['installs'], false, 0],
      ['run', '', [], ['apt-get update &&     apt-get install -y curl'], false, 0],
      ['entrypoint', '', [], ['python', '-m', 'app'], true, 0],
      ['from', '', [], ['scratch'], false, 1],
      ['healthcheck', '', ['--interval=5s'], ['CMD', 'curl -f http://localhost/'], false, 1],
      ['onbuild', 'RUN', [], ['x'], false, 1],
      ['env', '', [], ['A', '1', '=', 'B', '"2 3"', '='], false, 1],
      ['run', '', [], ['<<EOF'], false, 1],
      ['user', '', [], ['root'], false, 1],
    ]);
  });

  it('each with its place, over all its lines', () => {
    const [stages] = documents;
    const commands = stages?.kind === 'list' ? stages.items[0] : undefined;
    expect(slice(commands?.kind === 'list' ? commands.items[3] : undefined)).toBe('RUN apt-get update && \\\n    apt-get install -y curl');
  });

  it('a line that is no instruction is a problem', () => {
    expect(parse('Dockerfile', 'FROM a\nRUM x\n').problems).toMatchObject([
      { code: 'dockerfile-unreadable', location: { start: { line: 2 } } },
    ]);
  });
});

describe('XML', () => {
  const text =
    '<?xml version="1.0"?>\n<!-- c -->\n<project xmlns="http://x" a="1">\n  <name>Tollgate</name>\n  <dep scope="test">x</dep>\n  <dep>y</dep>\n  <empty/>\n  <n:v xmlns:n="u">1</n:v>\n  <c><![CDATA[<raw>]]></c>\n</project>\n';

  it('elements, attributes and text', () => {
    expect(parse('pom.xml', text).json).toEqual([
      {
        project: {
          '-xmlns': 'http://x',
          '-a': '1',
          name: 'Tollgate',
          dep: [{ '-scope': 'test', '#content': 'x' }, 'y'],
          empty: '',
          v: { '-n': 'u', '#content': '1' },
          c: '<raw>',
        },
      },
    ]);
  });

  it('with the place of each name', () => {
    const { documents, slice } = parse('pom.xml', text);
    expect(slice({ location: entry(at(documents[0], 'project'), 'name')?.keyLocation as DocumentNode['location'] })).toBe('name');
    expect(slice(at(documents[0], 'project', 'v'))).toBe('n:v');
  });

  it.each([
    ['an element that is never closed', '<a>\n<b></a>', 'xml-unreadable'],
    ['entities of its own', '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', 'xml-unreadable'],
    ['nothing', '', 'xml-unreadable'],
    ['too much depth', '<a>'.repeat(50_000), 'xml-too-deep'],
  ])('%s is refused', (_, broken, code) => {
    expect(parse('a.xml', broken)).toMatchObject({ documents: [], problems: [{ code, undecided: true }] });
  });
});

describe('HCL', () => {
  const text =
    'variable "region" { default = "eu-west-1" }\nlocals {\n  b = [1, "x", true, null]\n}\nresource "aws_s3_bucket" "raw" {\n  bucket = "acme-${var.region}-raw"\n  count = var.n > 1 ? 2 : 0\n  tags = { Owner = "data", (local.k) = 1 }\n  rule { id = "a" }\n  rule { id = "b" }\n  doc = <<EOT\nhello\n  ${var.x}\nEOT\n  neg = -1\n}\nresource "aws_s3_bucket" "two" {}\n';

  it('blocks below their labels, expressions as they are written', () => {
    expect(parse('main.tf', text).json).toEqual([
      {
        variable: { region: [{ default: 'eu-west-1' }] },
        locals: [{ b: [1, 'x', true, null] }],
        resource: {
          aws_s3_bucket: {
            raw: [
              {
                bucket: 'acme-${var.region}-raw',
                count: '${var.n > 1 ? 2 : 0}',
                tags: { Owner: 'data', '${(local.k)}': 1 },
                rule: [{ id: 'a' }, { id: 'b' }],
                doc: 'hello\n  ${var.x}\n',
                neg: -1,
              },
            ],
            two: [{}],
          },
        },
      },
    ]);
  });

  it('with places', () => {
    const { documents, slice } = parse('main.tf', text);
    const raw = at(documents[0], 'resource', 'aws_s3_bucket', 'raw');
    const [block] = raw?.kind === 'list' ? raw.items : [];
    expect(slice(at(block, 'count'))).toBe('var.n > 1 ? 2 : 0');
  });

  it('a broken block is located', () => {
    expect(parse('main.tf', 'a "b" {\n  x = \n')).toMatchObject({ documents: [], problems: [{ code: 'hcl-unreadable', undecided: true }] });
  });
});

describe('names of any kind', () => {
  it.each([
    ['a.toml', '[__proto__]\nx = 1\n'],
    ['a.ini', '[__proto__]\nx = 1\n'],
    ['.env', '__proto__=1\n'],
    ['a.xml', '<__proto__>1</__proto__>'],
    ['a.properties', '__proto__=1\n'],
  ])('%s keeps them, and they change nothing', (path, text) => {
    const { documents } = parse(path, text);
    expect(entry(documents[0], '__proto__')?.key).toBe('__proto__');
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

describe('hostile text is answered', () => {
  it.each([
    ['a.toml', `a = ${'['.repeat(100_000)}`],
    ['a.toml', Array.from({ length: 20_000 }, (_, index) => `k${index} = ${index}`).join('\n')],
    ['a.ini', `[a]\n${'x='.repeat(200_000)}`],
    ['a.ini', '[a]\n'.repeat(50_000)],
    ['.env', `A="${'x'.repeat(500_000)}`],
    ['.env', 'A='.repeat(200_000)],
    ['Dockerfile', `RUN ${'\\\n'.repeat(100_000)}`],
    ['Dockerfile', `ENV ${'A="'.repeat(100_000)}`],
    ['a.xml', `<a ${'b="c" '.repeat(50_000)}/>`.replaceAll('b=', 'b=')],
    ['main.tf', `a = ${'('.repeat(100_000)}`],
    ['main.tf', `a = <<EOT\n${'x\n'.repeat(100_000)}`],
  ])('%s', (path, text) => {
    const { documents, problems } = parse(path, text);
    expect(documents.length + problems.length).toBeGreaterThan(0);
  });
});

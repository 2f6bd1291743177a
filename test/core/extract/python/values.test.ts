import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFile } from './read-file.ts';

/** What an expression comes to, as the id of a DAG. */
function valueOf(
  expression: string,
  before = '',
): { readonly value: string; readonly unknown: string | undefined; readonly slice: string } {
  const told = readFile(`from airflow import DAG\nimport os\nfrom pathlib import Path\n${before}\nDAG(${expression})\n`);
  const [asset] = told.assets;
  if (!asset) throw new Error('no DAG');
  return { value: asset.name, unknown: asset.facts['dag_id']?.unknown, slice: told.slice(asset.location) };
}

describe('values that the text tells', () => {
  it.each([
    ['"a" "b"', 'ab'],
    ['"a" + "b" + str(1)', 'ab1'],
    ['f"{A}_{B[0]}_{C[\'k\']}"', 'x_y_z'],
    ['"{}.{b}".format(A, b="c")', 'x.c'],
    ['"%s.%(k)s" % C if False else "%s-%d" % (A, 3)', 'x-3'],
    ['"-".join([A, *B])', 'x-y-w'],
    ['os.path.join("a/", A, "b")', 'a/x/b'],
    ['Path("a") / A', 'a/x'],
    ['"  A b ".strip().lower().replace(" ", "_")', 'a_b'],
    ['A.upper()', 'X'],
    ['"abc"[1:]', 'bc'],
    ['"a.b".split(".")[-1]', 'b'],
    ['dict(a="q")["a"]', 'q'],
    ['C.get("none", "other")', 'other'],
    ['[n for n in ["a", "b"] if n != "a"][0]', 'b'],
    ['(lambda s: s + "!")("a")', 'a!'],
    ['Settings.NAME', 'set'],
    ['Made("q").name', 'q'],
    ['r"a\\n"', 'a\\n'],
    ['"""a"""', 'a'],
    ['named(b="2")', '1-2'],
    ['A or "b"', 'x'],
    ['None or "b"', 'b'],
    ['(D := "walrus")', 'walrus'],
    ['Path(__file__).stem', 'daily'],
  ])('%s', (expression, expected) => {
    const before = `A = "x"
B = ["y", "w"]
C = {"k": "z", **{"m": "n"}}
class Settings:
    NAME = "set"
class Made:
    def __init__(self, name): self.name = name
def named(a="1", *, b): return f"{a}-{b}"
`;
    expect(valueOf(expression, before)).toMatchObject({ value: expected, unknown: undefined });
  });

  it.each([
    ['os.environ["NAME"]', '?', 'os.environ["NAME"]'],
    ['f"a_{os.environ[\'X\']}"', 'a_?', "os.environ['X']"],
    ['f"{1:03d}"', '?', '1'],
    ['"a" if env() else "b"', '?', '"a" if env() else "b"'],
    ['NAME', '?', '"a" or "b"'],
    ['load()["name"]', '?', 'load()["name"]'],
    ['MORE', 'x?', 'more()'],
  ])('%s is unknown', (expression, value, unknown) => {
    const before = 'if env():\n    NAME = "a"\nelse:\n    NAME = "b"\nMORE = "x"\nMORE += more()\n';
    expect(valueOf(expression, before)).toMatchObject({ value, unknown });
  });

  it('keep their places through escapes, pieces and letters outside of the basic plane', () => {
    expect(valueOf('"\\u00e9\\tname"').value).toBe('é\tname');
    expect(valueOf('"😀name"')).toMatchObject({ value: '😀name', slice: '😀name' });
    expect(valueOf('NAME.strip()', 'NAME = "  padded "').slice).toBe('padded');
    expect(valueOf('f"{SCHEMA}_load"', 'SCHEMA = "crm"').slice).toBe('{SCHEMA}_load');
    expect(valueOf('("one_"\n   "two")').slice).toBe('one_"\n   "two');
  });

  it('are the letters between the quotes, whatever they are', () => {
    const letters = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter((text) => !/["\\\r\n\0\ue000{}]/.test(text));
    fc.assert(
      fc.property(letters, (text) => {
        const told = valueOf(`"${text}"`);
        expect(told.value).toBe(text);
        expect(told.slice).toBe(text);
      }),
      { seed: 7, numRuns: 150 },
    );
  });
});

import type { AskedInput } from '../../core/authoring/authored.ts';
import type { OpaTests } from '../../core/authoring/ports.ts';
import { TollgateError } from '../../core/errors.ts';
import type { SourceFile } from '../../model/source.ts';
import type { Json } from '../../model/json.ts';
import type { OpaAnswer } from './run-opa.ts';

const MARK = 'tollgate-asked ';

/** A rule more in each package, which finds nothing and prints what the package is asked about. */
export function observers(packages: readonly { readonly package: string; readonly rule: string }[]): readonly SourceFile[] {
  return packages.map(({ package: name, rule }, index) => {
    const told = `${JSON.stringify(MARK + name)}, json.marshal(input), "\\t", json.marshal(data.parameters)`;
    const body = `\tprint(${told})\n\ttollgate_asked := 1\n\ttollgate_asked == 2\n`;
    const text = `package ${name}\n\nimport rego.v1\n\n${rule} contains tollgate_asked if {\n${body}}\n`;
    return { path: `tollgate-observers/observer_${index}.rego`, text, size: text.length };
  });
}

interface Test {
  readonly location: { readonly file: string; readonly row: number };
  readonly package: string;
  readonly name: string;
  readonly fail?: boolean;
  readonly skip?: boolean;
  readonly error?: unknown;
  /** What it printed, in base64. */
  readonly output?: string;
}

/** What `opa test --format json` says, with what observers printed. */
export function readTests({ output, errors }: OpaAnswer): OpaTests {
  const read = testsIn(output, errors);
  return {
    tests: read.map(({ location, package: name, name: test, fail, skip, error }) => ({
      file: location.file.replace(/^\.?\//, ''),
      line: location.row,
      package: name.replace(/^data\./, ''),
      name: test,
      skipped: skip ?? false,
      ...(error !== undefined ? { fault: faultIn(error) } : fail ? { fault: 'does not hold' } : {}),
    })),
    asked: read.flatMap(askedIn),
  };
}

function testsIn(output: string, errors: string): readonly Test[] {
  if (output.trim() === '' && errors.trim() === '') return [];
  try {
    return (JSON.parse(output) as readonly Test[] | null) ?? [];
  } catch {
    throw new TollgateError('opa-failed', `OPA could not run the tests: ${`${errors}${output}`.trim().split('\n')[0] ?? ''}`);
  }
}

function faultIn(error: unknown): string {
  const { message } = (error ?? {}) as { readonly message?: unknown };
  return typeof message === 'string' ? message : JSON.stringify(error);
}

function askedIn({ location, output = '' }: Test): readonly AskedInput[] {
  const by = `${location.file.replace(/^\.?\//, '')}:${location.row}`;
  return Buffer.from(output, 'base64')
    .toString('utf8')
    .split('\n')
    .filter((line) => line.startsWith(MARK))
    .flatMap((line) => {
      const [told = '', parameters = ''] = line.slice(MARK.length).split(' \t ');
      const at = told.indexOf(' ');
      const input = valueOf(told.slice(at + 1));
      // Without any input there is nothing to change.
      return input === undefined ? [] : [{ package: told.slice(0, at), input, parameters: valueOf(parameters) ?? {}, by }];
    });
}

/** What is undefined is printed as `<undefined>`. */
function valueOf(printed: string): Json | undefined {
  return printed === '<undefined>' || printed === '' ? undefined : (JSON.parse(printed) as Json);
}

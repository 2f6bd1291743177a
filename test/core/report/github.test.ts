import { expect, it } from 'vitest';
import { github } from '../../../src/core/report/github.ts';
import type { Evaluation } from '../../../src/model/evaluation.ts';
import { aContext } from '../../builders/a-context.ts';
import { aFinding } from '../../builders/a-finding.ts';
import { anEvaluation } from '../../builders/an-evaluation.ts';
import { aPlace } from '../../builders/an-asset.ts';

interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

/** As the runner reads a line: name, properties with their own escapes, data with its own. */
function commandOf(line: string): Command | undefined {
  const found = /^::([a-z]+) (.*?)::(.*)$/.exec(line);
  if (!found) return undefined;
  const pairs = (found[2] ?? '').split(',').map((pair): [string, string] => {
    const at = pair.indexOf('=');
    return [
      pair.slice(0, at),
      dataOf(
        pair
          .slice(at + 1)
          .replaceAll('%3A', ':')
          .replaceAll('%2C', ','),
      ),
    ];
  });
  return { name: found[1] ?? '', properties: Object.fromEntries(pairs), data: dataOf(found[3] ?? '') };
}

const dataOf = (text: string): string => text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
const linesOf = (evaluation: Evaluation): readonly string[] => github.report(evaluation, aContext()).split('\n');
const commands = (evaluation: Evaluation): readonly Command[] => linesOf(evaluation).flatMap((line) => commandOf(line) ?? []);

it('a finding is an annotation on its line, its end column inclusive', () => {
  const location = { file: 'a.sql', start: { line: 3, column: 5, offset: 20 }, end: { line: 3, column: 10, offset: 25 } };
  const [command] = commands(anEvaluation({ findings: [aFinding({ location })] }));
  expect(command).toMatchObject({
    name: 'warning',
    properties: {
      file: 'a.sql',
      line: '3',
      endLine: '3',
      col: '5',
      endColumn: '9',
      title: 'mart.customers.email holds e-mail addresses and is not tagged',
    },
  });
});

it('columns are left out over several lines', () => {
  const location = { file: 'a.sql', start: { line: 3, column: 5, offset: 20 }, end: { line: 5, column: 1, offset: 60 } };
  const [command] = commands(anEvaluation({ findings: [aFinding({ location })] }));
  expect(command?.properties).toEqual({
    file: 'a.sql',
    line: '3',
    endLine: '4',
    title: 'mart.customers.email holds e-mail addresses and is not tagged',
  });
});

it('what weighs most goes first, and older findings are not told', () => {
  const findings = [aFinding({ phase: 'observe' }), aFinding(), aFinding({ phase: 'enforce' }), aFinding({ disposition: 'existing' })];
  expect(commands(anEvaluation({ findings })).map(({ name }) => name)).toEqual(['error', 'warning', 'notice']);
});

it('hostile names stay inside their command', () => {
  const file = 'a,b:c%\n::error::x.sql';
  const message = '100%, a: b\n::stop-commands::now';
  const [command, ...others] = commands(
    anEvaluation({ findings: [aFinding({ file, location: aPlace(file), title: 'x, y: z', known: [{ text: message }], message })] }),
  );
  expect(others).toEqual([]);
  expect(command?.properties['title']).toBe('100%, a: b\\u000a::stop-commands::now');
  expect(command?.properties['file']).toBe('a,b:c%\\u000a::error::x.sql');
  expect(command?.data).toBe('100%, a: b\\u000a::stop-commands::now\nRule: PII001, x, y: z');
});

it('the old form of commands is disarmed in the sums', () => {
  const problem = { code: 'sql-syntax', message: 'cannot read it', location: aPlace('##[error]x.sql'), undecided: true };
  const sums = linesOf(anEvaluation({ problems: [problem] })).filter((line) => !line.startsWith('::'));
  expect(sums.join('\n')).toContain('could not read: ## [error]x.sql');
});

import { selectFindings } from '../../core/command/select-findings.ts';
import { join, say } from '../../core/plan/markdown.ts';
import type { Finding } from '../../model/finding.ts';
import { askFor } from './except.ts';
import { done, named, refused } from './outcome.ts';
import type { Handler } from './ports.ts';

/** Notes that a policy is wrong about something, for its figures. What blocks goes on blocking until an exception is approved. */
export const falsePositive: Handler = async (asked, ports) => {
  const selection = selectFindings(asked.command.subjects, asked.thread, asked.evaluation);
  if ('wrong' in selection) return refused(selection.wrong);
  const { findings } = selection;
  const noted = say`Noted as wrong, for the figures of the policy: ${named(findings)}.`;
  const [first, ...others] = findings.filter(({ phase }) => phase === 'enforce');
  if (!first) return done(join([noted, say`It does not block; \`/tollgate snooze\` folds its comment.`], ' '), findings);
  const blocking: readonly [Finding, ...Finding[]] = [first, ...others];
  const command = { ...asked.command, because: `False positive: ${asked.command.because ?? ''}` };
  const { words } = await askFor(blocking, { ...asked, command }, ports);
  return done(join([noted, say`It blocks until an exception is approved.`, words], ' '), findings);
};

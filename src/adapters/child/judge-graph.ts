import { TollgateError } from '../../core/errors.ts';
import type { GraphAnswer, GraphRequest, GraphStatement, LostPolicy } from '../../core/checkov/judge-graph.ts';
import { JudgeGone } from './child-process.ts';

type Ask = (request: GraphRequest) => Promise<unknown>;

/** More policies than this are not each tried alone, once all together have ended the process. */
const MOST_ALONE = 20;

/** All policies at once; where that ends in death, each alone, so that only the one at fault gives no answer. */
export async function judgeGraph(request: GraphRequest, ask: Ask): Promise<GraphAnswer> {
  const whole = await tryAsk(request, ask);
  if (!(whole instanceof JudgeGone)) return { statements: whole, lost: [] };
  const { policies } = request;
  const [tried, untried] = [policies.slice(0, MOST_ALONE), policies.slice(MOST_ALONE)];
  const asked = policies.length === 1 ? [whole] : await Promise.all(tried.map((one) => tryAsk({ ...request, policies: [one] }, ask)));
  const lost = tried.flatMap(({ id }, at) => lostPolicy(id, asked[at]));
  return {
    statements: asked.flatMap((one) => (one instanceof JudgeGone ? [] : one)),
    lost: [...lost, ...untried.flatMap(({ id }) => lostPolicy(id, whole))],
  };
}

async function tryAsk(request: GraphRequest, ask: Ask): Promise<readonly GraphStatement[] | JudgeGone> {
  try {
    return (await ask(request)) as readonly GraphStatement[];
  } catch (error) {
    if (error instanceof JudgeGone) return error;
    throw new TollgateError('judge-failed', 'the judging process could not evaluate the policies', { cause: error });
  }
}

function lostPolicy(policy: string, answer: readonly GraphStatement[] | JudgeGone | undefined): readonly LostPolicy[] {
  if (!(answer instanceof JudgeGone)) return [];
  return [{ policy, why: answer.reason === 'timeout' ? `it gave ${answer.message}` : 'it ended the process that judges' }];
}

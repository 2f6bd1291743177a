import { z } from 'zod';
import { ANNOTATIONS_PER_REQUEST } from '../../core/plan/limits.ts';
import type { CheckAnnotation, PublishCheckRun, PublishedCheckRun } from '../../model/action.ts';
import type { Session } from './session.ts';

/** The name that branch protection knows. */
export const CHECK_NAME = 'Tollgate';

/** Creates or updates a check run. Annotations beyond the first request's are appended by further ones, never twice. */
export async function publishCheckRun(session: Session, action: PublishCheckRun): Promise<{ readonly id: number }> {
  const first = action.annotations.slice(0, ANNOTATIONS_PER_REQUEST);
  const parameters = { ...parametersOf(action), output: outputOf(action, first) };
  const run =
    action.id === undefined
      ? await session.create(CheckRun, { route: CREATE, parameters, find: () => findRun(session, action) })
      : await updateRun(session, action.id, parameters, first.length);
  for (let from = ANNOTATIONS_PER_REQUEST; from < action.annotations.length; from += ANNOTATIONS_PER_REQUEST) {
    const batch = action.annotations.slice(from, from + ANNOTATIONS_PER_REQUEST);
    await updateRun(session, run.id, { output: outputOf(action, batch) }, from + batch.length);
  }
  return { id: run.id };
}

/** The newest run of this app on a commit that was made for this subject: another pull request may have the same head. */
export async function publishedCheckRun(
  session: Session,
  { subject, headSha }: { readonly subject: string; readonly headSha: string },
  appId: number,
): Promise<PublishedCheckRun | undefined> {
  const asked = { ref: headSha, check_name: CHECK_NAME, filter: 'all', app_id: appId, per_page: 100 };
  const { check_runs } = await session.read(CheckRuns, LIST, asked);
  const own = check_runs.filter(({ external_id: key }) => key?.includes(`:${subject}:`));
  const run = own.toSorted((a, b) => b.id - a.id)[0];
  if (!run) return undefined;
  const digest = run.external_id?.split(':', 1)[0];
  const status = run.status === 'completed' ? 'completed' : 'in_progress';
  const conclusion = CONCLUSIONS.find((one) => one === run.conclusion);
  return { id: run.id, headSha, status, ...(digest ? { digest } : {}), ...(conclusion ? { conclusion } : {}) };
}

const CONCLUSIONS = ['success', 'neutral', 'failure', 'cancelled'] as const;

const CREATE = 'POST /repos/{owner}/{repo}/check-runs';
const UPDATE = 'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}';
const GET = 'GET /repos/{owner}/{repo}/check-runs/{check_run_id}';
const LIST = 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs';

const CheckRun = z.object({
  id: z.number(),
  status: z.string(),
  conclusion: z.string().nullish(),
  external_id: z.string().nullish(),
  output: z.object({ annotations_count: z.number() }),
});
const CheckRuns = z.object({ check_runs: z.array(CheckRun) });

async function findRun(session: Session, { headSha, externalId }: PublishCheckRun): Promise<z.infer<typeof CheckRun> | undefined> {
  const { check_runs } = await session.read(CheckRuns, LIST, { ref: headSha, check_name: CHECK_NAME, filter: 'all', per_page: 100 });
  return check_runs.find((run) => run.external_id === externalId);
}

/** GitHub appends annotations, so a lost answer is followed by counting them. */
function updateRun(session: Session, id: number, parameters: Readonly<Record<string, unknown>>, annotations: number) {
  const find = async (): Promise<z.infer<typeof CheckRun> | undefined> => {
    const run = await session.read(CheckRun, GET, { check_run_id: id });
    const done = run.output.annotations_count >= annotations && (parameters['status'] === undefined || run.status === parameters['status']);
    return done ? run : undefined;
  };
  return session.create(CheckRun, { route: UPDATE, parameters: { check_run_id: id, ...parameters }, find });
}

function parametersOf({ id, headSha, externalId, status, conclusion, buttons }: PublishCheckRun): Readonly<Record<string, unknown>> {
  return {
    name: CHECK_NAME,
    ...(id === undefined ? { head_sha: headSha } : {}),
    external_id: externalId,
    status,
    ...(conclusion === undefined ? {} : { conclusion }),
    ...(buttons.length === 0 ? {} : { actions: buttons }),
  };
}

function outputOf({ title, summary, text }: PublishCheckRun, annotations: readonly CheckAnnotation[]): Readonly<Record<string, unknown>> {
  return {
    title,
    summary,
    ...(text === undefined ? {} : { text }),
    ...(annotations.length === 0 ? {} : { annotations: annotations.map(annotationOf) }),
  };
}

function annotationOf(annotation: CheckAnnotation): Readonly<Record<string, unknown>> {
  const { path, startLine, endLine, startColumn, endColumn, level, title, message } = annotation;
  return {
    path,
    start_line: startLine,
    end_line: endLine,
    ...(startColumn === undefined || endColumn === undefined ? {} : { start_column: startColumn, end_column: endColumn }),
    annotation_level: level,
    title,
    message,
  };
}

import { examinationsComment } from '../../core/doctor/examinations-comment.ts';
import { done } from './outcome.ts';
import type { Handler } from './ports.ts';

/** How the repository is set up, and what would make its verdicts count. */
export const doctor: Handler = async ({ repository }, ports) => done(examinationsComment(await ports.examine(repository)));

import type { Framework } from '../run.ts';
import { airflow } from './airflow/index.ts';

/** What makes something of calls. A file that holds the words of none of them is not parsed. */
export const FRAMEWORKS: readonly Framework[] = [airflow];

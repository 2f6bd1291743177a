import type { Framework } from '../run.ts';
import { airflow } from './airflow/index.ts';
import { dagster } from './dagster.ts';
import { dlthub } from './dlthub.ts';
import { glue } from './glue.ts';
import { liveTables } from './live-tables.ts';
import { notebook } from './notebook.ts';
import { pandas } from './pandas.ts';
import { prefect } from './prefect.ts';
import { spark } from './spark/index.ts';

/** What makes something of calls. A file that holds the words of none of them is not parsed. */
export const FRAMEWORKS: readonly Framework[] = [airflow, dagster, prefect, dlthub, notebook, liveTables, glue, spark, pandas];

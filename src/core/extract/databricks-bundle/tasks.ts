import type { DocumentNode } from '../../text/document-tree.ts';
import { find, findAll, membersOf, textIn, textOf, type Found } from '../../infrastructure/found.ts';

/** A task of a job, those inside of loops among them. */
export interface Task {
  readonly key: string;
  readonly keyFound: Found;
  readonly node: DocumentNode;
}

export function tasksOf(job: DocumentNode): readonly Task[] {
  return findAll(job, 'tasks').flatMap(membersOf).flatMap(taskOf);
}

function taskOf({ node }: Found): readonly Task[] {
  const found = find(node, 'task_key');
  const key = textOf(found);
  if (!found || key === undefined) return [];
  const inner = find(node, 'for_each_task.task');
  return [{ key, keyFound: found, node }, ...(inner ? taskOf(inner) : [])];
}

/** The properties that name the files a task or a pipeline runs. */
const FILES = [
  'notebook_task.notebook_path',
  'spark_python_task.python_file',
  'sql_task.file.path',
  'dbt_task.project_directory',
  'libraries.whl',
  'libraries.jar',
  'libraries.requirements',
  'libraries.notebook.path',
  'libraries.file.path',
  'libraries.glob.include',
];

/** What is run, by where it is in the repository; `git_source` counts from the root of the repository, all else from the file. */
export function filesRunBy(node: DocumentNode, isFromGit: boolean): readonly { readonly path: string; readonly found: Found }[] {
  const source = textIn(node, 'notebook_task.source', 'spark_python_task.source', 'sql_task.file.source', 'dbt_task.source');
  const isOfGit = source === 'GIT' || (isFromGit && source !== 'WORKSPACE');
  return FILES.flatMap((path) => findAll(node, path)).flatMap((found) => {
    const text = textOf(found);
    if (text === undefined || text === '') return [];
    return [{ path: isOfGit || isElsewhere(text) ? text : fromFile(found.location.file, text), found }];
  });
}

/** In the workspace, in a volume or in a bucket. */
const isElsewhere = (path: string): boolean => path.startsWith('/') || /^\w+:\//.test(path);

/** A path that is relative to the file that it is written in, from the root of the repository. */
function fromFile(file: string, path: string): string {
  const steps = file.split('/').slice(0, -1);
  for (const step of path.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.' && step !== '') steps.push(step);
  }
  return steps.join('/');
}

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { composeLocal, type Local } from '../../src/compose/local.ts';
import { gather } from '../../src/workflow/gather.ts';
import { judgeChange } from '../../src/workflow/judge-change.ts';
import type { Evaluation } from '../../src/model/evaluation.ts';

export type Files = Readonly<Record<string, string>>;

/** Judges files as a folder outside Git, as the command line does, by the default library. One judging process serves all. */
export interface FolderJudge {
  judge(files: Files): Promise<Evaluation>;
  close(): Promise<void>;
}

export function folderJudge(): FolderJudge {
  const local = composeLocal();
  return { judge: (files) => judgeFolder(files, local), close: () => local.close() };
}

async function judgeFolder(files: Files, local: Local): Promise<Evaluation> {
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-folder-'));
  try {
    for (const [path, text] of Object.entries(files)) write(join(folder, path), text);
    const checkout = await local.sourceControl.checkout({ path: folder, files: Object.keys(files) });
    const governance = await gather(checkout, local);
    const context = { event: 'cli', surface: 'cli', branch: '', now: '2026-01-01T00:00:00Z', labels: [] } as const;
    return (await judgeChange(checkout, governance, context, local)).evaluation;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

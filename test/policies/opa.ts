import { spawnSync } from 'node:child_process';
import { findOpa } from '../../src/adapters/opa/find-opa.ts';

/** The OPA of this machine, as the product finds it; undefined where there is none, so that tests can skip and say so. */
export const OPA = opaPath();

function opaPath(): string | undefined {
  try {
    return findOpa(process.env).path;
  } catch {
    return undefined;
  }
}

export interface OpaAnswer {
  readonly ok: boolean;
  readonly stdout: string;
  /** What it complained about, as it says it. */
  readonly complaint: string;
}

export function opa(...args: readonly string[]): OpaAnswer {
  const { status, stdout, stderr } = spawnSync(OPA ?? 'opa', args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  return { ok: status === 0, stdout, complaint: status === 0 ? '' : `${stdout}${stderr}` };
}

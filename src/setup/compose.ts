import { runOpa } from '../adapters/opa/run-opa.ts';
import { findOpa, type FoundOpa } from '../adapters/opa/find-opa.ts';
import { installOpa } from '../adapters/opa/install-opa.ts';

/** What set-up needs of OPA. */
export interface SetUp {
  /** Error: opa-missing. */
  findOpa(): FoundOpa;
  /** Finds OPA, or installs it for this user. Error: opa-missing, with all that was tried. */
  installOpa(report: (line: string) => void): Promise<FoundOpa>;
  runOpa: typeof runOpa;
}

export function compose(): SetUp {
  return {
    findOpa: () => findOpa(process.env),
    installOpa: (report) => installOpa(process.env, { report }),
    runOpa,
  };
}

import type { ColumnType, Generated } from 'kysely';
import type { Published } from '../../model/action.ts';
import type { Counts } from '../../model/decision.ts';
import type { Evaluation, LibraryReference } from '../../model/evaluation.ts';
import type { Trigger } from '../../model/trigger.ts';

type Document<Value> = ColumnType<Value, string, string>;
type Time = ColumnType<Date, string | Date, string | Date>;

/** The tables, as the migrations make them. */
export interface Schema {
  readonly delivery: { id: string; event: string; action: string | null; received_at: Time };
  readonly job: {
    key: string;
    trigger: Document<Trigger>;
    /** Came while the job was being done: to be done next. */
    next_trigger: Document<Trigger> | null;
    run_at: Time;
    attempts: Generated<number>;
    /** Whoever holds the lease does the job; missing or over: nobody does. */
    leased_until: Time | null;
    lease: string | null;
  };
  readonly publication: { subject: string; repository_id: string; document: Document<Published>; at: Generated<Date> };
  readonly evaluation: {
    subject: string;
    head_sha: string;
    installation_id: string;
    repository_id: string;
    at: Time;
    elapsed_ms: number;
    conclusion: string;
    document: Document<Evaluation>;
    base_sha: string | null;
    pull: number | null;
    branch: string | null;
    counts: Document<Counts> | null;
    libraries: Document<readonly LibraryReference[]> | null;
    owner: string | null;
    name: string | null;
    /** The last day on which its verdict holds; null where nothing that it rests on ends. */
    valid_until: Time | null;
    /** Some exception waits for its approval. */
    waits: Generated<boolean>;
    /** When the commit was judged for the first time. */
    first_at: Time | null;
  };
  /** Those that anything was ever judged of, as they were called last. */
  readonly repository: {
    id: string;
    installation_id: string;
    owner: string;
    name: string;
    /** Known once it was pushed to. */
    default_branch: string | null;
    /** When somebody last looked for events that never came. */
    looked_at: Time;
  };
  /** Everything that someone asked for in a comment, and what came of it. */
  readonly command: {
    id: string;
    repository_id: string;
    installation_id: string;
    subject: string;
    number: number;
    login: string;
    name: string;
    /** Of the findings that were meant, and their policies in the same order. */
    fingerprints: readonly string[];
    policies: readonly string[];
    until: string | null;
    reason: string | null;
    done: boolean;
    words: string;
    at: Time;
  };
  /** Every exception that was ever in force. */
  readonly exception: {
    repository_id: string;
    id: string;
    requested: Time;
    policies: readonly string[];
    installation_id: string;
    owner: string;
    name: string;
    branch: string;
    expires: Time;
    first_seen: Time;
    last_seen: Time;
  };
  readonly exception_approval: { repository_id: string; name: string; approved_by: readonly string[]; at: Generated<Date> };
  readonly exception_care: { repository_id: string; looked_after: Time };
  readonly finding: {
    subject: string;
    fingerprint: string;
    installation_id: string;
    repository_id: string;
    policy: string;
    asset: string | null;
    field: string | null;
    phase: string;
    disposition: string;
    first_seen: Time;
    last_seen: Time;
    fixed_at: Time | null;
    fixed_in: string | null;
    severity: string | null;
    owners: readonly string[];
    /** When something was first posted that tells an owner of it. */
    owner_notified_at: Time | null;
    /** `fixed`, or what else became of it. */
    resolved_how: string | null;
    first_sha: string | null;
    last_sha: string | null;
  };
}

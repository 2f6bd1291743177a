import type { ColumnType, Generated } from 'kysely';
import type { Published } from '../../model/action.ts';
import type { Evaluation } from '../../model/evaluation.ts';
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
  };
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
  };
}

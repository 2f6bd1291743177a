/** What OPA says is wrong with a schema, in its words: they are part of what `json.verify_schema` answers. */
export class SchemaFault extends Error {
  override readonly name = 'SchemaFault';
}

/**
 * A schema whose meaning only OPA itself knows: one that reaches to the network, or an address that Go reads in its own way. No answer is
 * better than another one, so the policy that asks cannot decide.
 */
export class Unanswerable extends Error {
  override readonly name = 'Unanswerable';
}

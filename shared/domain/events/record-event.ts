// What happened to a record that others are told of: it was made, renamed or deleted.

export type RecordEvent = {
  readonly type: string;
  readonly id: string;
  /** Its name after the event; the last one, when it was deleted. */
  readonly name: string;
  /** Counts its changes; a deletion counts as one, too. */
  readonly version: number;
  readonly actor: string;
  /** ISO 8601, UTC. */
  readonly at: string;
} & (
  | { readonly event: 'created' | 'deleted' }
  | { readonly event: 'renamed'; readonly formerName: string }
);

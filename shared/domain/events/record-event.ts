// The changes of a record that are reported: it was created, renamed, deleted or merged.
import type { Cause } from '../../contracts/cause-header.ts';
import type { RecordReference } from '../../contracts/identifiers.ts';

export type RecordEvent = {
  readonly type: string;
  readonly id: string;
  /** Its name after the event, or before its deletion or merge. */
  readonly name: string;
  /** The version after the change. A deletion also increases the version. */
  readonly version: number;
  readonly actor: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** The event that caused it, if one did. */
  readonly cause?: Cause | undefined;
} & (
  | { readonly event: 'created' | 'deleted' }
  | { readonly event: 'renamed'; readonly formerName: string }
  | { readonly event: 'merged'; readonly into: RecordReference }
);

// How a change is connected with the event that caused it.
import type { Cause } from '../../contracts/cause-header.ts';

/** What an event says about its cause. */
export interface Causation {
  /** 0 if no event caused the change. */
  readonly depth: number;
  readonly causedBy: string | null;
  readonly workflow: string | null;
}

/** The causation of the event that announces a change. */
export const causationBy = (cause: Cause | undefined): Causation => ({
  depth: cause ? cause.depth + 1 : 0,
  causedBy: cause?.eventId ?? null,
  workflow: cause?.workflow ?? null,
});

/**
 * An event as the cause of what Liaison itself does because of it, on behalf of the workflow that caused the
 * event, if one did.
 */
export const causeFrom = ({
  eventId,
  depth,
  workflow,
}: { readonly eventId: string } & Pick<Causation, 'depth' | 'workflow'>): Cause => ({
  eventId,
  depth,
  ...(workflow !== null && { workflow }),
});

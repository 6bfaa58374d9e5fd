// The header by which a workflow says which event its request is about, and the cause that a change has from it.
import * as z from 'zod';

/** The name of the header; it has the form of an item of RFC 9651. */
export const causeHeaderName = 'Liaison-Cause';

/** The event during whose processing a change is made. */
export interface Cause {
  readonly eventId: string;
  /** The depth of that event; its consequences have one more. */
  readonly depth: number;
  /** The workflow that processes it, by the name that its construct gives it. */
  readonly workflow?: string;
}

/** A text in double quotes, the depth of the event, and the workflow's name if it has one. */
const form = /^"([!#-[\]-~]{1,400})"; ?depth=(\d{1,4})(?:; ?workflow="([\w-]{1,128})")?$/;

/** The header of a write; its example shows the form. */
export const CauseHeader = z
  .string()
  .regex(form)
  .meta({
    description:
      'The event that this change is a consequence of, with its depth, and the workflow that processes it. ' +
      'The client inside a workflow sends it automatically. The events of the change then have this `causedBy` and `workflow`, and ' +
      'a depth that is one higher; beyond a limit they start no workflow',
    example:
      '"connection/019aa3f0-7d2e-7c61-9d3c-8f4f5f0a1b2c/3";depth=2;workflow="Crm-VendorTask-A33946A3"',
  });

/** The cause in a header; undefined if the header is malformed. */
export function causeIn(header: string): Cause | undefined {
  const { success, data } = CauseHeader.safeParse(header);
  const [, eventId, depth, workflow] = (success && form.exec(data)) || [];
  if (eventId === undefined) return undefined;
  return { eventId, depth: Number(depth), ...(workflow !== undefined && { workflow }) };
}

/** The header for a cause. */
export const causeHeader = ({ eventId, depth, workflow }: Cause): string =>
  `"${eventId}";depth=${depth}${workflow === undefined ? '' : `;workflow="${workflow}"`}`;

// What happens in the host: a line each, and its event or messages, by which lines are selected.

/** @param about the event, message or records of the line. */
export type Trace = (line: string, about: unknown) => void;

/**
 * Selects lines of the trace: `workflow=VendorTask` those that name a resource of this construct,
 * `connection=ID` (or another name) those about events, messages and records that contain the value.
 *
 * @throws Error if the filter has no `=`.
 */
export function traceFilter(filter: string): (line: string, about: unknown) => boolean {
  const [, name, value] = /^(\w+)=(.+)$/.exec(filter) ?? [];
  if (name === undefined || value === undefined) {
    throw new Error(`"${filter}" is not NAME=VALUE, as in workflow=VendorTask or connection=ID`);
  }
  if (name === 'workflow') return (line) => line.includes(value);
  return (_, about) => textOf(about).includes(value);
}

/** The id of an event in the log lines of functions: the one in its detail, if it has one. */
export function idInLogs({ id, detail }: Readonly<Record<string, unknown>>): unknown {
  const { eventId } = (detail ?? {}) as { readonly eventId?: unknown };
  return typeof eventId === 'string' ? eventId : id;
}

const textOf = (about: unknown) => (typeof about === 'string' ? about : JSON.stringify(about));

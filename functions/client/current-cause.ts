// The event that the current run of a workflow processes, for the requests that the run sends.
import { AsyncLocalStorage } from 'node:async_hooks';
import { type Cause, causeHeader, causeHeaderName } from '../../shared/contracts/cause-header.ts';

/** Not a variable: the local host and tests have several runs in one process. */
const current = new AsyncLocalStorage<Cause>();

/** Runs some work, whose requests then name this event as their cause. */
export const withCause = <Result>(cause: Cause, work: () => Result): Result =>
  current.run(cause, work);

/**
 * The header that says because of which event a request is sent: for the option `headers` of the client. Empty outside
 * of the run of a workflow, and in one on a schedule.
 */
export function causeHeaders(): Readonly<Record<string, string>> {
  const cause = current.getStore();
  return cause ? { [causeHeaderName]: causeHeader(cause) } : {};
}

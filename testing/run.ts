// Runs the handler of a workflow in a test.
import { withOnceMarks } from '../functions/events/once.ts';
import type { RunOutcome, WorkflowHandler } from '../functions/events/workflow-entry.ts';
import { type LogLine, withinLogLine } from '../functions/telemetry/telemetry.ts';
import type { EventType } from '../shared/contracts/event-schemas.ts';
import type { OnceMarks } from '../shared/table/once/once-marks.ts';
import type { BusEvent } from './event.ts';
import { memoryMarks } from './memory-marks.ts';

export interface RunOptions {
  /** The time that the run has, in milliseconds. Default: 15 minutes, as long as Lambda allows. */
  readonly remainingMs?: number;
  /** What `once` has done: share `memoryMarks()` between runs to test a redelivery. Default: nothing yet. */
  readonly marks?: OnceMarks;
}

/** A run that did not fail. */
export interface FinishedRun {
  /** `unfinished`: in AWS, the event is sent to the workflow's queue again, and another run continues. */
  readonly outcome: RunOutcome;
  /** The fields of the run's log line, with those that `addToLogLine` added. */
  readonly logLine: LogLine;
}

/** What a schedule invokes a workflow with. */
const scheduled = { 'detail-type': 'Scheduled Event', detail: {} } as const;

/**
 * Runs the handler that `workflow(…)` created with an event, as Lambda would: the event arrives as JSON and is
 * validated. Nothing is logged or repeated.
 * @param event none for the handler that `scheduledWorkflow(…)` created
 * @throws what the workflow throws; in AWS, the event is then processed again later
 */
export async function run(
  handler: WorkflowHandler,
  event: BusEvent<EventType> | undefined = undefined,
  { remainingMs = 15 * 60_000, marks = memoryMarks() }: RunOptions = {},
): Promise<FinishedRun> {
  const ends = Date.now() + remainingMs;
  const time = { remainingMs: () => Math.max(0, ends - Date.now()), totalMs: remainingMs };
  const logLine: LogLine = {};
  const delivered = JSON.parse(JSON.stringify(event ?? scheduled));
  const outcome = await withOnceMarks(marks, () =>
    withinLogLine(logLine, () => handler.processEvent(delivered, time, logLine)),
  );
  return { outcome, logLine };
}

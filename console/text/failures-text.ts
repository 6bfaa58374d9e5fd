// Texts of the page with failures of workflows and stream readers.
import { commonText } from './common-text.ts';

const failures = (count: number) => commonText.plural(count, 'failure', 'failures');

export const failuresText = {
  title: 'Failures',
  hint: 'What workflows and stream readers could not process. Fix the cause, then replay.',
  none: 'No failures',
  incomplete:
    'There may be more failures, or another administrator is reading them. Reload to see all.',
  reload: 'Reload',
  of: (workflow: string, count: number) => `${workflow}: ${failures(count)}`,
  event: 'Event',
  error: 'Error',
  firstFailed: 'First failed',
  attempts: 'Attempts',
  noId: 'A batch of stream records',
  unreported: 'No error was reported: the function was cut off or throttled. See its log.',
  neverReached: 'The event never reached its function.',
  details: (event: string) => `Details of ${event}`,
  replayOne: (event: string) => `Replay ${event}`,
  replayAll: (workflow: string) => `Replay all of ${workflow}`,

  detailsTitle: (workflow: string) => `Failure of ${workflow}`,
  close: 'Close',
  eventId: 'Event id',
  eventType: 'Event type',
  connection: 'Connection',
  logGroup: 'Log group',
  requestId: 'Request id',
  stack: 'Where it failed',
  content: 'The event',

  replayTitle: (workflow: string, count: number | undefined) =>
    count === undefined
      ? `Replay this failure of ${workflow}?`
      : `Replay ${failures(count)} of ${workflow}?`,
  replayAsk:
    'They are processed again. An event that fails again is retried for about 10 minutes, and is then a failure as before.',
  replay: 'Replay',
  running: 'Replaying',
  done: 'Replayed',
  outcome: (started: number, succeeded: number, failedAgain: number, waiting: number) =>
    started === 0
      ? 'Nothing was waiting.'
      : [
          `${started} started`,
          `${succeeded} succeeded`,
          `${failedAgain} failed again`,
          ...(waiting > 0 ? [`${waiting} still waiting`] : []),
        ].join(', '),
};

// What `liaison failures` prints.
import type { ReplayProgress, ReplayTotals } from '../shared/client/follow-replay.ts';
import type { Failure, FailureDetail } from '../shared/contracts/answers/failure-answers.ts';

/** Two lines for each failure: where and when it failed, and why. */
export function failuresText(items: readonly Failure[], isComplete: boolean): string {
  if (items.length === 0) {
    return isComplete ? 'No failures' : 'No failures, but some may be in use by another command';
  }
  const lines = items.flatMap((failure) => [
    `${failure.id}  ${aboutText(failure)}`,
    `  ${errorText(failure)}`,
  ]);
  const more = isComplete ? [] : ['There may be more: choose some with --workflow or --event'];
  return [...lines, ...more].join('\n');
}

function aboutText({ workflow, eventType, eventId, connectionId, ...one }: Failure): string {
  const attempts = `${one.attempts} ${one.attempts === 1 ? 'attempt' : 'attempts'} since ${one.firstFailedAt}`;
  const about = [eventType, eventId, connectionId && `connection ${connectionId}`, attempts];
  return `${workflow}: ${about.filter((part) => part !== null).join(', ')}`;
}

/** The reason in one line. */
function errorText({ error, attempts }: Pick<Failure, 'error' | 'attempts'>): string {
  if (error) return `${error.name}: ${error.message}`;
  return attempts === 0
    ? 'It never reached its function'
    : 'The function reported no error: it was cut off or throttled; see its log';
}

/** A failure with its stack, where to look for its log, and its event. */
export function failureText(failure: FailureDetail): string {
  const { workflow, content, requestId, functionName, logGroup, replayId } = failure;
  const row = (name: string, value: string | number | null) =>
    value === null ? [] : [`${`${name}:`.padEnd(16)}${value}`];
  return [
    ...row('failure', failure.id),
    ...row('workflow', workflow),
    ...row('event', failure.eventId),
    ...row('event type', failure.eventType),
    ...row('connection', failure.connectionId),
    ...row('first failed', failure.firstFailedAt),
    ...row('attempts', failure.attempts),
    ...row('last replay', replayId),
    ...row('error', errorText(failure)),
    ...(failure.error?.stack ?? []).map((place) => `  ${place}`),
    ...row('log group', logGroup),
    ...row('function', functionName),
    ...row('request', requestId),
    '',
    typeof content === 'string' ? content : JSON.stringify(content, null, 2),
  ].join('\n');
}

/** A table with a line for each workflow, and then each failure with its reason. */
export function replayText(progress: ReplayProgress, dryRun: boolean): string {
  const { totals, failed, wouldReplay, isTaken, isSettled } = progress;
  if (dryRun) {
    const lines = wouldReplay.map(({ id, workflow, eventId }) =>
      [id, workflow, eventId].filter((part) => part !== null).join('  '),
    );
    const count = `${lines.length}${isTaken ? '' : ' or more'}`;
    return [...lines, `${count} would be replayed; nothing was`].join('\n');
  }
  if (totals.length === 0) {
    return isTaken ? 'Nothing to replay' : 'Nothing was replayed: another command is reading it';
  }
  return [
    ...tableText(totals),
    ...failed.map(
      ({ id, workflow, eventId, error }) =>
        `${workflow} ${eventId ?? id}: ${errorText({ error, attempts: 1 })}`,
    ),
    ...(isTaken ? [] : ['Not everything was taken: run the command again']),
    ...(isSettled
      ? []
      : ['Some events are still waiting: liaison failures list shows later failures']),
  ].join('\n');
}

const columns = ['started', 'succeeded', 'failedAgain', 'waiting'] as const;
const headings = ['workflow', 'started', 'succeeded', 'failed again', 'still waiting'];

function tableText(totals: readonly ReplayTotals[]): string[] {
  const rows = [
    headings,
    ...totals.map((one) => [one.workflow, ...columns.map((column) => String(one[column]))]),
  ];
  const first = Math.max(...rows.map(([name = '']) => name.length));
  return rows.map(([name = '', ...cells]) =>
    [
      name.padEnd(first),
      ...cells.map((cell, at) => cell.padStart(headings[at + 1]?.length ?? 0)),
    ].join('  '),
  );
}

/** The same as JSON. */
export function replayJson({ replayId, isTaken, isSettled, ...progress }: ReplayProgress): string {
  return JSON.stringify({ replayId, isComplete: isTaken, isSettled, ...progress });
}

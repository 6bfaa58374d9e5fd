// EventBridge's PutEvents: delivers each event to the targets of the rules that match.
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Matches } from '../../../shared/patterns/event-pattern.ts';
import { AwsError, type JsonOperations } from '../base/aws-endpoint.ts';
import { accountId, nameOf, region } from '../base/template.ts';
import { idInLogs, type Trace } from '../base/trace.ts';
import type { Event } from './target-delivery.ts';

/** An enabled rule. */
export interface BusRule {
  readonly busName: string;
  readonly matches: Matches;
  /** One for each target; the event is stored when it returns. */
  readonly deliver: readonly ((event: Event) => void)[];
}

const Entry = z.object({
  Time: z.number().optional(),
  Source: z.string().optional(),
  DetailType: z.string().optional(),
  Detail: z.string().optional(),
  Resources: z.array(z.string()).default([]),
  EventBusName: z.string().default('default'),
});
type Entry = z.output<typeof Entry>;
const PutEvents = z.object({ Entries: z.array(Entry).min(1).max(10) });

/** Limit of all entries of one request together, in bytes, counted as EventBridge does. */
const maxBytes = 1_048_576;

export interface BusWatch {
  readonly trace: Trace;
  /** Receives each event put on a bus. */
  readonly onEvent: (event: Event) => void;
}

/** @param busNames names of the template's buses; the bus `default` always exists. */
export function eventBusOperations(
  busNames: ReadonlySet<string>,
  rules: readonly BusRule[],
  { trace, onEvent }: BusWatch,
): JsonOperations {
  const put = (entry: Entry) => {
    const problem = problemOf(entry);
    if (problem) return problem;
    const busName = nameOf(entry.EventBusName);
    const event = {
      version: '0',
      id: randomUUID(),
      'detail-type': entry.DetailType,
      source: entry.Source,
      account: accountId,
      time: textOf(entry.Time),
      region,
      resources: entry.Resources,
      detail: JSON.parse(entry.Detail ?? ''),
    };
    // EventBridge also accepts events for a bus that does not exist; no rule can match them.
    const lost = busNames.has(busName) || busName === 'default' ? '' : ', which does not exist';
    trace(`event     ${event['detail-type']} ${idInLogs(event)} put on ${busName}${lost}`, event);
    onEvent(event);
    for (const rule of rules) {
      if (rule.busName !== busName || !rule.matches(event)) continue;
      for (const deliver of rule.deliver) deliver(event);
    }
    return { EventId: event.id };
  };
  return {
    'AWSEvents.PutEvents': (input) => {
      const { success, data, error } = PutEvents.safeParse(input);
      if (!success) throw new AwsError('ValidationException', z.prettifyError(error));
      const bytes = data.Entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
      if (bytes > maxBytes) {
        throw new AwsError(
          'ValidationException',
          `Total size of the entries in the request is ${bytes} bytes, over the limit of ${maxBytes}.`,
        );
      }
      const Entries = data.Entries.map(put);
      return {
        Entries,
        FailedEntryCount: Entries.filter((entry) => 'ErrorCode' in entry).length,
      };
    },
  };
}

function problemOf({ Source, DetailType, Detail }: Entry) {
  const wrong = (ErrorCode: string, ErrorMessage: string) => ({ ErrorCode, ErrorMessage });
  for (const [name, value] of Object.entries({ Source, DetailType, Detail })) {
    if (!value) {
      return wrong(
        'InvalidArgument',
        `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
      );
    }
  }
  if (Source?.startsWith('aws.')) {
    return wrong('NotAuthorizedForSourceException', 'Not authorized for the source.');
  }
  try {
    const detail: unknown = JSON.parse(Detail ?? '');
    if (typeof detail === 'object' && detail !== null && !Array.isArray(detail)) return undefined;
  } catch {
    // Reported below.
  }
  return wrong('MalformedDetail', 'Detail is malformed.');
}

function sizeOf({ Time, Source, DetailType, Detail, Resources }: Entry): number {
  const texts = [Source, DetailType, Detail, ...Resources];
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), 0);
  return bytes + (Time === undefined ? 0 : 14);
}

/** Times of events have no milliseconds. */
function textOf(epochSeconds = Date.now() / 1000): string {
  return new Date(epochSeconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
}

// A message of a failure queue, as administrators see it: what failed, when, how often and why.
import type { Message } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import type { Failure, FailureDetail } from '../../shared/contracts/answers/failure-answers.ts';
import { maximumReceives } from '../runtime/environment.ts';
import { failureAttributes } from './failure-attributes.ts';

const StreamRecord = z.looseObject({
  eventID: z.string(),
  dynamodb: z
    .looseObject({
      Keys: z.looseObject({ sk: z.looseObject({ S: z.string() }).optional() }).optional(),
      NewImage: z.looseObject({ id: z.looseObject({ S: z.string() }).optional() }).optional(),
      OldImage: z.looseObject({ id: z.looseObject({ S: z.string() }).optional() }).optional(),
    })
    .optional(),
});

/** What a stream reader or Lambda writes about a failure. */
const Report = z.looseObject({
  timestamp: z.string().optional(),
  requestContext: z.looseObject({
    requestId: z.string().optional(),
    functionArn: z.string(),
    condition: z.string().optional(),
    approximateInvokeCount: z.number().optional(),
  }),
  /** Of a record that a stream reader set aside. */
  cause: z
    .looseObject({
      name: z.string(),
      message: z.string(),
      stack: z.array(z.string()).default([]),
    })
    .optional(),
  logGroup: z.string().optional(),
  /** Of a function whose invocation failed. */
  responsePayload: z
    .looseObject({
      errorType: z.string().optional(),
      errorMessage: z.string().optional(),
      trace: z.array(z.string()).optional(),
    })
    .nullish(),
  requestPayload: z.unknown().optional(),
  Records: z.array(StreamRecord).optional(),
  DDBStreamBatchInfo: z.looseObject({}).optional(),
});

const Event = z.looseObject({
  'detail-type': z.string().optional(),
  detail: z
    .looseObject({
      eventId: z.string().optional(),
      connection: z.looseObject({ id: z.string().optional() }).optional(),
    })
    .optional(),
});

/** The replay that started the event of a message last. */
export function replayIdOf({ MessageAttributes = {} }: Message): string | undefined {
  return MessageAttributes[failureAttributes.replayId]?.StringValue;
}

/** Everything that a message says about its failure. `content` is the event, the record, or the place in the stream. */
export function describeFailure(workflow: string, message: Message): FailureDetail {
  const body = jsonOf(message.Body ?? '');
  const report = Report.safeParse(body).data;
  const common = {
    id: message.MessageId ?? '',
    workflow,
    replayId: replayIdOf(message) ?? null,
  };
  return report
    ? { ...common, ...ofReport(report, message) }
    : { ...common, ...ofEvent(body, message) };
}

/** The same without what is long. */
export function shortFailure({ content: _, ...detail }: FailureDetail): Failure {
  const { error, requestId: __, functionName: ___, logGroup: ____, ...short } = detail;
  return { ...short, error: error && { name: error.name, message: error.message } };
}

type Described = Omit<FailureDetail, 'id' | 'workflow' | 'replayId'>;

function ofReport(report: z.output<typeof Report>, message: Message): Described {
  const { requestContext, cause, responsePayload, Records, DDBStreamBatchInfo } = report;
  const record = Records?.[0];
  const event = Records || DDBStreamBatchInfo ? undefined : report.requestPayload;
  const { errorType, errorMessage, trace } = responsePayload ?? {};
  const thrown = errorMessage !== undefined && {
    name: errorType ?? 'Error',
    message: errorMessage,
    stack: trace ?? [],
  };
  const condition = requestContext.condition ?? 'unknown';
  return {
    ...(event === undefined ? idsOfRecord(record) : idsOf(event)),
    firstFailedAt: report.timestamp ?? sentAt(message),
    attempts: requestContext.approximateInvokeCount ?? 1,
    error:
      cause ??
      (thrown || { name: condition, message: `Lambda gave up with ${condition}`, stack: [] }),
    requestId: requestContext.requestId ?? null,
    functionName: requestContext.functionArn.split(':')[6] ?? null,
    logGroup: report.logGroup ?? null,
    content: contentOf(event ?? Records ?? DDBStreamBatchInfo, message),
  };
}

/** The message is the event: the workflow's run failed, SQS moved it, or the bus could not deliver it. */
function ofEvent(body: unknown, message: Message): Described {
  const attribute = (name: keyof typeof failureAttributes) =>
    message.MessageAttributes?.[failureAttributes[name]]?.StringValue;
  const name = attribute('errorName');
  const isMoved = message.Attributes?.DeadLetterQueueSourceArn !== undefined;
  const stack = attribute('errorStack');
  return {
    ...idsOf(body),
    firstFailedAt: attribute('firstFailedAt') ?? sentAt(message),
    attempts: Number(attribute('attempts') ?? 0) + (isMoved ? maximumReceives : 0),
    // The attributes of a message that SQS moved are those of an earlier failure.
    error:
      name === undefined || isMoved
        ? null
        : { name, message: attribute('errorMessage') ?? '', stack: stack?.split('\n') ?? [] },
    requestId: attribute('requestId') ?? null,
    functionName: null,
    logGroup: attribute('logGroup') ?? null,
    content: contentOf(body, message),
  };
}

function idsOf(event: unknown) {
  const { 'detail-type': eventType, detail } = Event.safeParse(event).data ?? {};
  return {
    eventId: detail?.eventId ?? null,
    eventType: eventType ?? null,
    connectionId: detail?.connection?.id ?? null,
  };
}

function idsOfRecord(record: z.output<typeof StreamRecord> | undefined) {
  const { Keys, NewImage, OldImage } = record?.dynamodb ?? {};
  const isHalf = Keys?.sk?.S.startsWith('connection#') ?? false;
  return {
    eventId: record?.eventID ?? null,
    eventType: null,
    connectionId: (isHalf && (NewImage ?? OldImage)?.id?.S) || null,
  };
}

/** The message itself if it contains nothing that can be shown as JSON. */
const contentOf = (content: unknown, { Body = '' }: Message): FailureDetail['content'] =>
  content instanceof Object ? (content as { [key: string]: unknown }) : Body;

/** SQS keeps this time when it moves a message. */
const sentAt = ({ Attributes }: Message) =>
  new Date(Number(Attributes?.SentTimestamp ?? 0)).toISOString();

/** The text itself if it is not JSON: anything may be sent to a queue by hand. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

// The attributes of a failed event's message. The bus uses the first two, too.

/** The names of the attributes. SQS keeps them when it moves a message to a failure queue. */
export const failureAttributes = {
  errorName: 'ERROR_CODE',
  errorMessage: 'ERROR_MESSAGE',
  /** Places in the code, one on each line. */
  errorStack: 'ERROR_STACK',
  /** Of the run that failed last. */
  requestId: 'REQUEST_ID',
  logGroup: 'LOG_GROUP',
  /** Runs so far, those before a replay included. */
  attempts: 'ATTEMPTS',
  /** When the first of these runs began, in ISO 8601. */
  firstFailedAt: 'FIRST_FAILED_AT',
  /** The replay that started the event last. */
  replayId: 'REPLAY_ID',
} as const;

type Attributes = Partial<Record<keyof typeof failureAttributes, string | undefined>>;

/** Attributes as SQS takes them; it refuses empty texts, so they are left out. */
export function messageAttributes(values: Attributes) {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, StringValue]) =>
      StringValue
        ? [
            [
              failureAttributes[name as keyof typeof failureAttributes],
              { DataType: 'String', StringValue },
            ],
          ]
        : [],
    ),
  );
}

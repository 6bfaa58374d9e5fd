// What each code means for a caller: the text of docs/errors.md, to which the `type` of a problem leads.
import { type Code, codes, type ProblemExtras } from '../shared/contracts/error-codes.ts';

interface Explanation {
  /** When the service answers with the code. */
  readonly reason: string;
  /** What the caller can do. */
  readonly remedy: string;
  /** What the problem contains in addition, with its meaning. */
  readonly members?: Readonly<Partial<Record<keyof ProblemExtras, string>>>;
}

const errors = {
  errors: 'each fault with its `path` and `message`, and its `code` if it is another one',
} as const;

const repeat =
  'Wait for the seconds in `Retry-After`, and repeat the request; if it is a POST, with the same `Idempotency-Key`.';

/** Does not compile while a code has no explanation. */
const explanations: Readonly<Record<Code, Explanation>> = {
  ValidationFailed: {
    reason:
      'Something in the path, the query, a header or the body is missing, unknown, or has a value that is not allowed.',
    remedy:
      'Correct every field in `errors`. A cursor is valid only for the query that returned it.',
    members: errors,
  },
  ConnectionObjectsMissing: {
    reason: 'One of the two records does not exist, or was deleted.',
    remedy: 'Create it first: `PUT /v1/records/{type}/{id}`. `errors` says which one it is.',
    members: errors,
  },
  ConnectionNotSupported: {
    reason: 'The record type of one of the records does not have `connectionsEnabled`.',
    remedy: 'An administrator enables it: `PUT /v1/record-types/{type}`. This cannot be undone.',
    members: errors,
  },
  CannotConnectToSelf: {
    reason: '`record1` and `record2` are the same record.',
    remedy: 'Name two records.',
    members: errors,
  },
  ConnectionInvalidStartEndDate: {
    reason:
      '`effectiveEnd` is before `effectiveStart`. For a change, the date that it leaves out counts, too.',
    remedy: 'Send an end on or after the start, or `null` for no end.',
    members: errors,
  },
  ConnectionRoleNotFound: {
    reason: 'A role that the body or the query names does not exist.',
    remedy: 'Look up its id: `GET /v1/connection-roles`. `-` in a query means no role.',
    members: errors,
  },
  RecordTypeNotFound: {
    reason: 'A record type that the request names does not exist.',
    remedy: 'Look up its name: `GET /v1/record-types`. An administrator creates types.',
    members: errors,
  },
  ConnectionRoleNotActive: {
    reason: 'The request sets a role that is inactive.',
    remedy:
      'Use an active role, or let an administrator activate it. A connection that has the role already keeps it.',
    members: errors,
  },
  ConnectionRoleNotValidForObjectType: {
    reason: 'The request sets a role that may not be used on the type of that record.',
    remedy: 'Use a role for this type: `GET /v1/connection-roles?recordType=…`.',
    members: errors,
  },
  ConnectionAttributesInvalid: {
    reason:
      'An attribute is missing, is not defined by the connection’s roles, or does not fit the schema that they give it.',
    remedy: 'Correct every attribute in `errors`. The schema is the `attributeSchema` of the role.',
    members: errors,
  },
  UnrelatedConnectionRoles: {
    reason:
      'At least one of the two roles has matching roles, and the other one is not among them.',
    remedy:
      'Use one of `validRoleIds` on the side at fault, or leave that side’s role out: the first matching role is filled in.',
    members: {
      ...errors,
      validRoleIds: 'the roles that would be valid on the side at fault, the default first',
    },
  },
  Unauthorized: {
    reason: 'The token is missing, expired, or not from the issuer of this service.',
    remedy: 'Get a new token and repeat the request. Send it as `Authorization: Bearer …`.',
  },
  Forbidden: {
    reason:
      'The token does not have the scope of the route, or the caller is neither the owner nor an administrator.',
    remedy:
      'Request a token with the scope, or let the owner do it. Each operation’s page names its scope.',
  },
  NotFound: {
    reason: 'Nothing has this path: the id is wrong, or what had it was deleted.',
    remedy: 'Check the path and the id. The history of a deleted connection still exists.',
  },
  MethodNotAllowed: {
    reason: 'The path exists, but not with this method.',
    remedy: 'Use a method that the `Allow` header lists.',
  },
  ConnectionExists: {
    reason:
      'The two records have a connection with the same roles and title already, in a period that shares more than a boundary day. An inactive one counts, too.',
    remedy:
      'Use or change the existing one. If it is inactive, activate it. Another title, or a period that does not overlap, is another connection.',
    members: {
      existingId: 'the id of the existing connection',
      existingState: 'its state, `active` or `inactive`',
      differs: 'in a batch, the fields in which the existing one has other values',
    },
  },
  ConnectionInactive: {
    reason: 'The connection is inactive and therefore read-only.',
    remedy: 'Activate it first: `POST /v1/connections/{id}/activate`.',
  },
  ConnectionLimitReached: {
    reason:
      'On one of its days, the record would have more connections to holders of the role than the `maxPerRecord` of the role allows.',
    remedy:
      'End one of `existingIds`, choose another period, or create with `"replace": true`, which ends them.',
    members: {
      limit: 'the limit of the role',
      existingIds: 'the connections that use it up',
    },
  },
  ConnectionRoleExists: {
    reason: 'A role has this id already.',
    remedy: 'Choose another id, or replace the role: `PUT /v1/connection-roles/{id}`.',
    members: { differs: 'in a batch, the fields in which the role has other values' },
  },
  ConnectionRoleInUse: {
    reason: 'Connections have the role, so it cannot be deleted.',
    remedy:
      'Deactivate it, which keeps it where it is, or delete it with `?policy=clear`, which removes it from them.',
    members: { count: 'how many sides of connections have the role' },
  },
  ExternalIdTaken: {
    reason: 'Another connection has this external id.',
    remedy:
      'Change that connection, or use `POST /v1/connections/batch?mode=upsert`, which finds it by its external id.',
    members: { existingId: 'the id of that connection' },
  },
  RecordTypeInUse: {
    reason: 'The type has records, or roles are limited to it, so it cannot be deleted.',
    remedy: 'Delete its records, and remove it from the `recordTypes` of roles.',
  },
  ConnectionsCannotBeDisabled: {
    reason: 'Connections are enabled for the type, which cannot be undone.',
    remedy: 'Send `"connectionsEnabled": true`.',
    members: errors,
  },
  IdempotencyKeyReused: {
    reason: 'Within 24 hours, the same caller used the `Idempotency-Key` for another request.',
    remedy: 'Use a new key for each new request, and the same key only to repeat one.',
  },
  ChangesRefused: {
    reason: 'With `"atomic": true`, at least one of the changes is refused, so none was made.',
    remedy:
      'Correct or remove the items in `results`, and send the whole request again, with another `Idempotency-Key`.',
    members: {
      results: 'each item that is refused: its `index`, its `status` and its `problem`',
    },
  },
  TooManyToSort: {
    reason: 'A list with `orderBy` covers more than 1,000 connections.',
    remedy:
      'Narrow it by `roleId`, `connectedType` or `connectedId`, which decide what is counted, or leave `orderBy` out.',
    members: {
      count:
        'how many connections the list covers; 1,001 if it is not known how many more there are',
    },
  },
  CursorExpired: {
    reason: 'The position in the change feed is older than the changes that are kept.',
    remedy:
      'Changes are missing after it: take a new position with `after=now`, then copy everything again.',
  },
  RecordMerged: {
    reason: 'The record was merged into another one and is closed.',
    remedy: 'Use the record in `into` instead, from now on.',
    members: { into: '`type` and `id` of the surviving record' },
  },
  PreconditionFailed: {
    reason:
      'The resource does not have the version in `If-Match`, or it exists and was only to be created: `If-None-Match: *`, or a batch with `mode=create`.',
    remedy: 'Read it again, apply the change to what it is now, and send the new `ETag`.',
    members: { differs: 'in a batch, the fields in which the record has other values' },
  },
  PayloadTooLarge: {
    reason: 'The body is larger than 1 MiB.',
    remedy: 'Send fewer items in each request.',
  },
  UnsupportedMediaType: {
    reason: 'The body is not JSON in UTF-8, or it has a `Content-Encoding`.',
    remedy: 'Send `Content-Type: application/json`, uncompressed.',
  },
  TooManyRequests: {
    reason: 'The service receives more requests than the limits of this stage allow.',
    remedy:
      'Wait a moment, repeat the request, and send fewer at once. Batches need fewer requests.',
  },
  InternalError: {
    reason: 'The service has a fault. It is unknown whether something was written.',
    remedy:
      'Report it with its `requestId`. A repeated POST with the same `Idempotency-Key` never writes twice.',
  },
  Busy: {
    reason:
      'Other writers used the same records, or the database did not answer, for longer than the service retries. `detail` says whether something may have been written.',
    remedy: repeat,
  },
};

/** The sections of docs/errors.md. */
export function codeExplanations(): string {
  return (Object.keys(explanations) as Code[])
    .map((code) => {
      const { reason, remedy, members = {} } = explanations[code];
      const lines = Object.entries(members).map(([name, meaning]) => `- \`${name}\`: ${meaning}`);
      return [
        `### ${code}`,
        `**${codes[code].status}** ${codes[code].title}.`,
        reason,
        `**What to do:** ${remedy}`,
        ...(lines.length > 0 ? [`It has, in addition:\n\n${lines.join('\n')}`] : []),
      ].join('\n\n');
    })
    .join('\n\n');
}

// Every error that the service returns: its code, its status and its problem document (RFC 9457).

import type { RecordReference, State } from './identifiers.ts';

/** Each code with its HTTP status and title; docs/code-explanations.ts says more about each. */
export const codes = {
  ValidationFailed: { status: 400, title: 'The request is not valid' },
  ConnectionObjectsMissing: { status: 400, title: 'A record of the connection does not exist' },
  ConnectionNotSupported: { status: 400, title: 'Connections are not enabled for the record type' },
  CannotConnectToSelf: { status: 400, title: 'A record cannot be connected to itself' },
  ConnectionInvalidStartEndDate: { status: 400, title: 'The end date is before the start date' },
  ConnectionRoleNotFound: { status: 400, title: 'The connection role does not exist' },
  RecordTypeNotFound: { status: 400, title: 'The record type does not exist' },
  ConnectionRoleNotActive: { status: 400, title: 'The connection role is not active' },
  ConnectionRoleNotValidForObjectType: {
    status: 400,
    title: 'The connection role may not be used on this record type',
  },
  ConnectionAttributesInvalid: {
    status: 400,
    title: 'The attributes do not fit the schemas of the connection’s roles',
  },
  TooManyToSort: { status: 400, title: 'The list has too many connections to sort them' },
  UnrelatedConnectionRoles: { status: 400, title: 'The two connection roles do not match' },
  Unauthorized: { status: 401, title: 'A valid bearer token is required' },
  Forbidden: { status: 403, title: 'The caller may not do this' },
  NotFound: { status: 404, title: 'The resource does not exist' },
  MethodNotAllowed: { status: 405, title: 'The resource does not allow this method' },
  ConnectionExists: { status: 409, title: 'The connection already exists' },
  ConnectionInactive: { status: 409, title: 'The connection is inactive and therefore read-only' },
  ConnectionLimitReached: {
    status: 409,
    title: 'A record already has as many connections with the role as its limit allows',
  },
  ConnectionRoleExists: { status: 409, title: 'The connection role already exists' },
  ConnectionRoleInUse: { status: 409, title: 'The connection role is in use' },
  ExternalIdTaken: { status: 409, title: 'Another connection has the external id' },
  RecordTypeInUse: { status: 409, title: 'The record type is in use' },
  ConnectionsCannotBeDisabled: {
    status: 409,
    title: 'Connections cannot be disabled once they are enabled',
  },
  ChangesRefused: {
    status: 409,
    title: 'One of the changes cannot be made, so none was',
  },
  IdempotencyKeyReused: {
    status: 409,
    title: 'The idempotency key was used for a different request',
  },
  RecordMerged: { status: 410, title: 'The record was merged into another one' },
  CursorExpired: { status: 410, title: 'The changes after the cursor are no longer kept' },
  PreconditionFailed: { status: 412, title: 'The resource has changed' },
  PayloadTooLarge: { status: 413, title: 'The body is too large' },
  UnsupportedMediaType: { status: 415, title: 'The body must be JSON' },
  TooManyRequests: { status: 429, title: 'Too many requests' },
  InternalError: { status: 500, title: 'The service failed' },
  Busy: { status: 503, title: 'The service is busy; repeat the request' },
} as const satisfies Record<string, { status: number; title: string }>;

export type Code = keyof typeof codes;

/** One thing that is wrong with a request. */
export interface Fault extends Omit<ProblemExtras, 'errors'> {
  /** The field, as in `record1.id` or `items[3].name`; '' for the whole body. */
  readonly path: string;
  readonly message: string;
  /** Default: ValidationFailed. */
  readonly code?: Code;
}

/** Fields that a problem has in addition to its text. */
export interface ProblemExtras {
  /** The faults of the request; those of another code than the problem's have their own. */
  readonly errors?: readonly { path: string; message: string; code?: Code }[];
  /** With UnrelatedConnectionRoles: the roles that would be valid, the default first. */
  readonly validRoleIds?: readonly string[];
  /** With ConnectionExists and ExternalIdTaken: the id of the existing connection. */
  readonly existingId?: string;
  /** With ConnectionExists: the state of the existing connection. */
  readonly existingState?: State;
  /** With ConnectionLimitReached: the limit of the role, and the connections that use it up. */
  readonly limit?: number;
  readonly existingIds?: readonly string[];
  /** The fields in which something that exists differs from what was to be created. */
  readonly differs?: readonly string[];
  /** With ConnectionRoleInUse: how many sides of connections have the role. With TooManyToSort: how many there are. */
  readonly count?: number;
  /** With RecordMerged: the record that has its connections now. */
  readonly into?: RecordReference;
  /** With ChangesRefused: the problem of each item that is refused. */
  readonly results?: readonly {
    readonly index: number;
    readonly status: 'duplicate' | 'invalid';
    readonly problem: ProblemDocument;
  }[];
}

/** A problem document. */
interface ProblemDocument extends ProblemExtras {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: Code;
  readonly requestId?: string;
}

/** The problem document for a code; inside batch results it has no `requestId`. */
export function problem(
  code: Code,
  detail: string,
  extras: ProblemExtras = {},
  requestId?: string,
): ProblemDocument {
  const { status, title } = codes[code];
  return {
    type: `/docs/errors#${code}`,
    title,
    status,
    detail,
    code,
    ...(requestId === undefined ? {} : { requestId }),
    ...extras,
  };
}

/** The codes with which an item is refused as a `duplicate`, because something else exists. */
export const existsAlready = [
  'ConnectionExists',
  'ConnectionRoleExists',
  'ExternalIdTaken',
] as const;

const isOfExisting = ({ code, extras }: Refusal) =>
  existsAlready.some((one) => one === code) || extras.differs !== undefined;

/** The result of an item of a batch that was refused. */
export const refusedItem = (index: number, refusal: Refusal) => ({
  index,
  status: isOfExisting(refusal) ? ('duplicate' as const) : ('invalid' as const),
  problem: problem(refusal.code, refusal.message, refusal.extras),
});

/** Thrown when a rule refuses a request. Only a Refusal decides the status of an error. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: Code;
  readonly extras: ProblemExtras;

  constructor(code: Code, detail: string, extras: ProblemExtras = {}, options?: ErrorOptions) {
    super(detail, options);
    this.code = code;
    this.extras = extras;
  }

  /** A refusal because of one field of the request. */
  static at(
    path: string,
    code: Code,
    message: string,
    extras: Omit<ProblemExtras, 'errors'> = {},
  ): Refusal {
    return Refusal.of([{ path, code, message, ...extras }]);
  }

  /**
   * A refusal because of everything that is wrong with a request. Its code is that of the first fault.
   * @param faults at least one; of several at one path with one code, the first counts
   * @param whole what the path '' means, in words
   */
  static of(faults: readonly Fault[], whole = 'the body'): Refusal {
    const distinct = new Map<string, Fault>();
    for (const fault of faults) {
      const place = `${fault.code ?? 'ValidationFailed'} ${fault.path}`;
      if (!distinct.has(place)) distinct.set(place, fault);
    }
    const [first] = distinct.values();
    if (!first) throw new Error('a refusal needs a fault');
    const { code = 'ValidationFailed', path, message } = first;
    const subject = path === '' ? `${whole} ` : `${path}: `;
    const detail = namesNoField.has(code) ? subject + message : message;
    const others = distinct.size - 1;
    const more = others > 0 ? ` (and ${others} more ${others === 1 ? 'fault' : 'faults'})` : '';
    return new Refusal(code, detail + more, {
      errors: listed([...distinct.values()], code),
      ...Object.assign({}, ...faults.map(extrasOf).reverse()),
    });
  }
}

/** Codes of faults whose messages do not name the field; those of other codes do. */
const namesNoField = new Set<Code>(['ValidationFailed', 'ConnectionAttributesInvalid']);

/** How many faults a problem lists, and how many bytes of JSON they take. A batch has 100 problems. */
const mostListed = { faults: 100, bytes: 20_000 };

/** As many of the faults as a problem may list; those of another code carry it. */
export function listed(
  faults: readonly Fault[],
  problemCode: Code,
): NonNullable<ProblemExtras['errors']> {
  let bytes = 0;
  return faults
    .slice(0, mostListed.faults)
    .map(({ path, message, code = 'ValidationFailed' }) => ({
      path,
      message,
      ...(code !== problemCode && { code }),
    }))
    .filter((error, at) => {
      bytes += new TextEncoder().encode(JSON.stringify(error)).length;
      return at === 0 || bytes <= mostListed.bytes;
    });
}

const extrasOf = ({ path: _, message: __, code: ___, ...extras }: Fault): ProblemExtras => extras;

// Error messages of a refused connection by form field, in the console's own words: with names instead of
// ids, and formatted dates.

import type { NamedRecord } from '../../shared/contracts/answers/connection-answers.ts';
import type { Problem } from '../../shared/contracts/answers/problem.ts';

import { keysIn } from '../base/path-keys.ts';
import { connectionFormText } from '../text/connection-form-text.ts';
import { formatDate } from '../text/format.ts';
import { type ConnectionField, type TypedConnection, textFieldNamed } from './typed-connection.ts';

/** `record`: the record connected to; `attributes`: all of them. */
type ErrorField = ConnectionField | 'record' | 'attributes';

export interface FieldErrors {
  readonly fields: Partial<Record<ErrorField, string>>;
  /** Matching roles, best first, by the field that they belong to. */
  readonly validRoleIds: Partial<Record<ConnectionField, readonly string[]>>;
  /** Whether an error does not belong to any field. */
  readonly whole: boolean;
}

export const noErrors: FieldErrors = { fields: {}, validRoleIds: {}, whole: false };

/** The errors with more of them at fields, which come first. */
export const withFields = (errors: FieldErrors, more: FieldErrors['fields']): FieldErrors => ({
  ...errors,
  fields: { ...errors.fields, ...more },
});

/** The sent values, and functions that return names. */
export interface Sent {
  readonly typed: TypedConnection;
  /** The record whose page this is. */
  readonly record: NamedRecord;
  readonly other: NamedRecord | undefined;
  readonly roleName: (id: string) => string;
  readonly typeName: (type: string) => string;
}

type Side = 'record1' | 'record2';

const isRole = (field: ErrorField | undefined) => field === 'connectedRole' || field === 'ownRole';

/**
 * @param field the form field that the error is about
 * @returns the service's own sentence if the console has none for the code
 */
export function sentenceOf(
  { code, detail, limit = 1 }: Partial<Problem>,
  { typed, record, other, roleName, typeName }: Sent,
  field?: ErrorField,
): string {
  const words = connectionFormText.refused;
  const at = field === 'ownRole' ? record : other;
  const ofRecord = field === 'record' ? other : record;
  const role = isRole(field) ? roleName(typed[field as 'connectedRole' | 'ownRole']) : '';
  switch (code) {
    case 'UnrelatedConnectionRoles':
      return words.unrelated(roleName(typed.connectedRole), roleName(typed.ownRole));
    case 'ConnectionInvalidStartEndDate':
      return words.dates(formatDate(typed.effectiveStart), formatDate(typed.effectiveEnd));
    case 'ConnectionObjectsMissing':
      return words.missing(ofRecord?.name ?? '');
    case 'RecordMerged':
      return words.merged(ofRecord?.name ?? '');
    case 'ConnectionNotSupported':
      return words.notSupported(typeName(ofRecord?.type ?? ''));
    case 'CannotConnectToSelf':
      return words.self;
    case 'ConnectionRoleNotFound':
      return words.roleGone(role);
    case 'ConnectionRoleNotActive':
      return words.roleInactive(role);
    case 'ConnectionRoleNotValidForObjectType':
      return words.roleElsewhere(role, typeName(at?.type ?? ''));
    case 'ConnectionExists':
      return connectionFormText.exists;
    case 'ConnectionLimitReached':
      return connectionFormText.limit.alone(limit);
    case 'ExternalIdTaken':
      return words.externalIdTaken;
    default:
      return detail ?? connectionFormText.notSaved;
  }
}

function fieldAt(path: string, side: Side): ErrorField | undefined {
  const [first = '', name] = keysIn(path);
  if (first === (side === 'record1' ? 'record2' : 'record1')) return 'record';
  if (first === 'externalId') return first;
  if (first === 'attributes') return name === undefined ? first : `attributes.${name}`;
  return textFieldNamed(path, side);
}

/** Why one of several connections was not created. */
export const reasonOf = (problem: Partial<Problem>, sent: Sent) =>
  sentenceOf(problem, sent, fieldAt(problem.errors?.[0]?.path ?? '', 'record1'));

/** @param side the side of the record whose page this is */
export function fieldErrors(
  problem: Partial<Problem>,
  sent: Sent,
  side: Side = 'record1',
): FieldErrors {
  // The errors of these are about existing connections: nothing is wrong with the fields.
  if (problem.code === 'ConnectionExists' || problem.code === 'ConnectionLimitReached') {
    return { ...noErrors, whole: true };
  }
  if (problem.code === 'ExternalIdTaken') {
    return { ...noErrors, fields: { externalId: sentenceOf(problem, sent) }, whole: true };
  }
  const fields: Partial<Record<ErrorField, string>> = {};
  let whole = (problem.errors ?? []).length === 0;
  let validRoleIds = {};
  for (const { path, message, code = problem.code } of problem.errors ?? []) {
    const field = fieldAt(path, side);
    // Of a value that breaks the contract or a schema, the service says it place by place.
    const own = code === 'ValidationFailed' || code === 'ConnectionAttributesInvalid';
    const one = code === problem.code ? problem : { detail: message, ...(code && { code }) };
    if (field) fields[field] ??= own ? message : sentenceOf(one, sent, field);
    else whole = true;
    if (field && code === 'UnrelatedConnectionRoles') {
      validRoleIds = { [field]: problem.validRoleIds ?? [] };
    }
  }
  return { fields, validRoleIds, whole };
}

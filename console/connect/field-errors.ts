// What the service said of a connection, by the fields of the form.
import type { Code, Problem } from '../../shared/contracts/problem.ts';
import { type ConnectionField, connectionFields, sentNames } from './typed-connection.ts';

export interface FieldErrors {
  /** `record`: the record connected to. */
  readonly fields: Partial<Record<ConnectionField | 'record', string>>;
  /** Roles that would match, best first, for the field that they are for. */
  readonly validRoleIds: Partial<Record<ConnectionField, readonly string[]>>;
  /** Whether there is more to say than the fields show. */
  readonly whole: boolean;
}

export const noErrors: FieldErrors = { fields: {}, validRoleIds: {}, whole: false };

/** Codes whose sentence says more than their place. */
const dates: readonly Code[] = ['ConnectionInvalidStartEndDate'];

/** @param side which of the two records the form looks from */
export function fieldErrors(
  problem: Partial<Problem>,
  side: 'record1' | 'record2' = 'record1',
): FieldErrors {
  const names = sentNames(side);
  const other = side === 'record1' ? 'record2' : 'record1';
  const fields: Partial<Record<ConnectionField | 'record', string>> = {};
  let whole = (problem.errors ?? []).length === 0;
  for (const { path, message } of problem.errors ?? []) {
    const field = connectionFields.find((each) => names[each] === path);
    if (field) fields[field] ??= message;
    else if (path === other || path.startsWith(`${other}.`)) fields.record ??= message;
    else whole = true;
  }
  // Either of the two may be the wrong one.
  if (problem.code && dates.includes(problem.code) && fields.effectiveEnd) {
    fields.effectiveStart ??= fields.effectiveEnd;
  }
  const wrongRole = (['roleThere', 'roleHere'] as const).find((field) => fields[field]);
  const validRoleIds =
    wrongRole && problem.validRoleIds ? { [wrongRole]: problem.validRoleIds } : {};
  return { fields, validRoleIds, whole };
}

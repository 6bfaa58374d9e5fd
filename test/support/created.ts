// The connection that a create made, for tests that need one.
import type { Connection } from '../../shared/domain/connection-rules.ts';
import { connectionExists } from '../../shared/domain/duplicate-rule.ts';
import type { Created } from '../../shared/table/connections/create-connections.ts';

/** @throws the refusal; ConnectionExists when exactly this connection existed */
export function createdOf(result: Created | undefined): Connection {
  if (!result) throw new Error('there is no result');
  if ('refusal' in result) throw result.refusal;
  if ('identical' in result) throw connectionExists(result.identical);
  return result.connection;
}

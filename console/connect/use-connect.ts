// Sends a new connection, or one to each of several records, and keeps what came of it.
import type { NamedRecord } from '../../shared/contracts/connection-schemas.ts';
import type { Problem } from '../../shared/contracts/error-codes.ts';
import type { RecordReference } from '../../shared/contracts/identifiers.ts';
import { useChange } from '../api/write-hooks.ts';
import { newBody, type TypedConnection } from './typed-connection.ts';

/** What came of it, record by record. */
export interface Connected {
  /** Ids of the connections that were made. */
  readonly made: readonly string[];
  readonly refused: readonly { readonly record: NamedRecord; readonly problem: Partial<Problem> }[];
}

const reference = ({ type, id }: RecordReference) => ({ type, id });

export function useConnect(record: RecordReference) {
  const one = useChange('createConnection');
  const many = useChange('batchConnections');

  /** @throws LiaisonProblem when nothing can be said of the single records */
  async function connect(
    others: readonly NamedRecord[],
    typed: TypedConnection,
  ): Promise<Connected> {
    const fields = newBody(typed);
    const items = others.map((other) => ({
      record1: reference(record),
      record2: reference(other),
      ...fields,
    }));
    const [first] = items;
    if (!first) return { made: [], refused: [] };
    if (items.length === 1) {
      const { id } = await one.mutateAsync({ body: first });
      return { made: [id], refused: [] };
    }
    const { results } = await many.mutateAsync({ body: { items } });
    return {
      made: results.flatMap(({ connection, status }) =>
        status === 'created' && connection ? [connection.id] : [],
      ),
      refused: results.flatMap(({ index, status, problem = {} }) => {
        const other = others[index];
        return status !== 'created' && other ? [{ record: other, problem }] : [];
      }),
    };
  }

  return { connect, isPending: one.isPending || many.isPending };
}

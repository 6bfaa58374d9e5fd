// Sends a new connection, or one to each of several records, and keeps what came of it.
import { useRef } from 'react';
import type { NamedRecord } from '../../shared/contracts/connections.ts';
import type { RecordReference } from '../../shared/contracts/identifiers.ts';
import type { Problem } from '../../shared/contracts/problem.ts';
import { ApiError } from '../api/api-error.ts';
import { useChange } from '../api/changes.ts';
import { newBody, type TypedConnection } from './typed-connection.ts';

/** What came of it, record by record. */
export interface Connected {
  /** Ids of the connections that were made. */
  readonly made: readonly string[];
  readonly refused: readonly { readonly record: NamedRecord; readonly problem: Partial<Problem> }[];
}

const reference = ({ type, id }: RecordReference) => ({ type, id });

/** A request that got no answer is sent again as it was: the service knows it by its key. */
export function useConnect(record: RecordReference) {
  const one = useChange('createConnection');
  const many = useChange('batchConnections');
  const unanswered = useRef<{ text: string; body: object } | undefined>(undefined);

  /** @throws ApiError when nothing can be said of the single records */
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
    const text = JSON.stringify(items);
    const again = unanswered.current?.text === text ? unanswered.current.body : undefined;
    try {
      if (items.length === 1) {
        const request = (again as { body: typeof first } | undefined) ?? { body: first };
        unanswered.current = { text, body: request };
        const { id } = await one.mutateAsync(request);
        unanswered.current = undefined;
        return { made: [id], refused: [] };
      }
      const request = (again as { body: { items: typeof items } } | undefined) ?? {
        body: { items },
      };
      unanswered.current = { text, body: request };
      const { results } = await many.mutateAsync(request);
      unanswered.current = undefined;
      return {
        made: results.flatMap(({ connection, status }) =>
          status === 'created' && connection ? [connection.id] : [],
        ),
        refused: results.flatMap(({ index, status, problem = {} }) => {
          const other = others[index];
          return status !== 'created' && other ? [{ record: other, problem }] : [];
        }),
      };
    } catch (error) {
      // What was refused is another try when it is sent again.
      if (!(error instanceof ApiError && error.isPassing)) unanswered.current = undefined;
      throw error;
    }
  }

  return { connect, isPending: one.isPending || many.isPending };
}

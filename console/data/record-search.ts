// Search for records of several types by words of the name.
import { useQueries } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { LiaisonProblem } from '../../shared/client/liaison-problem.ts';
import type { StoredRecord } from '../../shared/contracts/answers/record-answers.ts';
import type { RecordType } from '../../shared/contracts/record-type-schemas.ts';
import { useApi } from '../api/console-client.ts';
import { keyOf } from '../api/read-hooks.ts';
import { useDelayed } from '../base/typed-text.ts';

interface FoundRecords {
  readonly type: RecordType;
  readonly records: readonly StoredRecord[];
  readonly hasMore: boolean;
}

/** Maximum number of results per type. */
const shownOfType = 5;

/**
 * Searches each type after a pause in typing; a blank text finds nothing. Previous results stay until
 * all answers have arrived (`settled`), so that results do not move while the user selects one.
 */
export function useRecordSearch(text: string, types: readonly RecordType[]) {
  const api = useApi();
  const asked = useDelayed(text.trim());
  const results = useQueries({
    queries: types.map(({ type }) => {
      const question = { params: { type }, query: { search: asked, limit: shownOfType } };
      return {
        queryKey: keyOf('listRecords', question),
        queryFn: ({ signal }: { signal: AbortSignal }) => api.listRecords({ ...question, signal }),
        enabled: asked !== '',
      };
    }),
  });
  const found: FoundRecords[] = types.flatMap((type, at) => {
    const page = results[at]?.data;
    if (asked === '' || !page || page.items.length === 0) return [];
    return [{ type, records: page.items, hasMore: page.nextCursor !== undefined }];
  });
  const settled = asked === text.trim() && results.every((result) => !result.isFetching);
  const before = useRef(found);
  useEffect(() => {
    if (settled) before.current = found;
  });
  return {
    found: settled ? found : before.current,
    settled,
    error: (results.find((result) => result.error)?.error ?? null) as LiaisonProblem | null,
    retry: () => Promise.all(results.map((result) => result.refetch())),
  };
}

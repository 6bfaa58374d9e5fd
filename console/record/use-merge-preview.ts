// Loads all connections of two records, for the preview of their merge.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Client } from '../../shared/client/create-client.ts';
import type { LiaisonProblem } from '../../shared/client/liaison-problem.ts';
import type { ConnectionView } from '../../shared/contracts/answers/connection-answers.ts';
import type { RecordReference } from '../../shared/contracts/identifiers.ts';
import { useApi } from '../api/console-client.ts';
import { type MergePreview, mergePreview } from './merge-preview.ts';

/**
 * Reads both records' connections, 100 with each request, so the two lists may differ by what changes in
 * the meantime. `loaded`: how many connections have been read so far.
 */
export function useMergePreview(merged: RecordReference, survivor: RecordReference | undefined) {
  const api = useApi();
  const [loaded, setLoaded] = useState(0);
  const query = useQuery<MergePreview, LiaisonProblem>({
    queryKey: ['mergePreview', merged.type, merged.id, survivor?.id ?? ''],
    queryFn: async ({ signal }) => {
      setLoaded(0);
      const into = survivor ?? merged;
      const note = (count: number) => setLoaded((before) => before + count);
      const [ofMerged, ofSurvivor] = await Promise.all(
        [merged, into].map((record) => allConnections(api, record, note, signal)),
      );
      return mergePreview(ofMerged ?? [], ofSurvivor ?? [], into);
    },
    enabled: survivor !== undefined,
    // Each dialog computes it again.
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return { ...query, loaded };
}

async function allConnections(
  api: Client,
  { type, id }: RecordReference,
  note: (count: number) => void,
  signal: AbortSignal,
): Promise<ConnectionView[]> {
  const all: ConnectionView[] = [];
  let cursor: string | undefined;
  do {
    const query = { limit: 100, cursor };
    const page = await api.listConnectionsOfRecord({ params: { type, id }, query, signal });
    all.push(...page.items);
    note(page.items.length);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return all;
}

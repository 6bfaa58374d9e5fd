// The dialog that loads all matching connections and saves them as a CSV file.
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  MessageBar,
  MessageBarBody,
  ProgressBar,
  Text,
} from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import type { LiaisonProblem } from '../../shared/client/liaison-problem.ts';
import type { ConnectionView } from '../../shared/contracts/answers/connection-answers.ts';
import type { StoredRecord } from '../../shared/contracts/answers/record-answers.ts';
import { useApi } from '../api/console-client.ts';
import { saveFile } from '../base/file-download.ts';
import { commonText, failureHelp } from '../text/common-text.ts';
import { connectionsText } from '../text/connections-text.ts';
import { type Filters, queryOf } from './connection-filters.ts';
import { csvOf } from './connections-csv.ts';

interface Props {
  readonly record: StoredRecord;
  readonly filters: Filters;
  /** How many connections match; undefined if not known. */
  readonly total: number | undefined;
  /** Receives the number of saved rows; undefined: cancelled. */
  readonly onClose: (rows: number | undefined) => void;
}

export default function ExportDialog({ record, filters, total, onClose }: Props) {
  const api = useApi();
  const [rows, setRows] = useState(0);
  const [error, setError] = useState<LiaisonProblem | undefined>();
  const [attempt, setAttempt] = useState(0);
  const closed = useRef(onClose);
  closed.current = onClose;

  // biome-ignore lint/correctness/useExhaustiveDependencies: starts when the dialog opens, and at each attempt
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    setError(undefined);
    setRows(0);
    fetchAll()
      .then((all) => {
        if (signal.aborted) return;
        const file = new Blob([csvOf(all)], { type: 'text/csv;charset=utf-8' });
        saveFile(`${connectionsText.fileName(record.name)}.csv`, file);
        closed.current(all.length);
      })
      .catch((failure) => !signal.aborted && setError(failure));
    return () => controller.abort();

    async function fetchAll() {
      const all: ConnectionView[] = [];
      const query = { ...queryOf(filters), limit: 100 };
      let cursor: string | undefined;
      do {
        const page = await api.listConnectionsOfRecord({
          params: { type: record.type, id: record.id },
          query: cursor === undefined ? query : { ...query, cursor },
          signal,
        });
        all.push(...page.items);
        setRows(all.length);
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      return all;
    }
  }, [attempt]);

  return (
    <Dialog modalType="alert" open onOpenChange={(_, { open }) => !open && onClose(undefined)}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{connectionsText.exportTitle}</DialogTitle>
          <DialogContent>
            {error ? (
              <MessageBar intent="error" layout="multiline">
                <MessageBarBody>
                  {connectionsText.exportFailed(rows)} {failureHelp[error.code] ?? error.message}
                </MessageBarBody>
              </MessageBar>
            ) : (
              <>
                <Text block role="status">
                  {total === undefined
                    ? connectionsText.exporting(rows)
                    : connectionsText.exportingOf(rows, Math.max(rows, total))}
                </Text>
                <ProgressBar
                  aria-label={connectionsText.exportTitle}
                  {...(total ? { value: Math.min(1, rows / total) } : {})}
                />
              </>
            )}
          </DialogContent>
          <DialogActions>
            {error && (
              <Button appearance="primary" onClick={() => setAttempt(attempt + 1)}>
                {commonText.retry}
              </Button>
            )}
            <Button onClick={() => onClose(undefined)}>{commonText.cancel}</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

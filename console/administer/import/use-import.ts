// An import in React: what was chosen, how far it is, how it ended.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { ApiError } from '../../api/api-error.ts';
import { useApi } from '../../api/queries.ts';
import { failureHelp, failureTitles } from '../../text/common.ts';
import { importText } from '../../text/import.ts';
import type { ChosenFiles, Kind } from './data-files.ts';
import { noProgress, runImport } from './run.ts';

export type Ended = 'finished' | 'cancelled' | 'failed';

/** It ends with the page that shows it. */
export function useImport() {
  const api = useApi();
  const client = useQueryClient();
  const [files, setFiles] = useState<ChosenFiles>({});
  const [progress, setProgress] = useState(noProgress);
  const [running, setRunning] = useState(false);
  const [ended, setEnded] = useState<Ended | undefined>();
  const [failure, setFailure] = useState('');
  const abort = useRef(new AbortController());
  useEffect(() => () => abort.current.abort(), []);

  function change(next: ChosenFiles) {
    setFiles(next);
    setProgress(noProgress);
    setEnded(undefined);
  }

  async function start() {
    abort.current = new AbortController();
    const { signal } = abort.current;
    setProgress(noProgress);
    setEnded(undefined);
    setRunning(true);
    try {
      await runImport(api, files, signal, setProgress);
      setEnded('finished');
    } catch (error) {
      setEnded(signal.aborted ? 'cancelled' : 'failed');
      setFailure(sentenceOf(error));
    }
    setRunning(false);
    // It may have changed anything.
    client.invalidateQueries();
  }

  return {
    files,
    progress,
    running,
    ended,
    failure,
    /** Beside those that are chosen already; one of the same kind takes the place of the other. */
    choose: (chosen: ChosenFiles) => change({ ...files, ...chosen }),
    takeOut(kind: Kind) {
      const { [kind]: _, ...others } = files;
      change(others);
    },
    start,
    cancel: () => abort.current.abort(),
  };
}

function sentenceOf(error: unknown): string {
  if (error instanceof ApiError) {
    const title = failureTitles[error.code] ?? error.problem.title ?? error.code;
    return `${title}. ${failureHelp[error.code] ?? error.message}`;
  }
  return error instanceof DOMException ? importText.unreadable : String(error);
}

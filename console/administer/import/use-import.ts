// The state of an import in React: the chosen files, its progress and its result.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { LiaisonProblem } from '../../../shared/client/liaison-problem.ts';
import { forEachKind, type Kind } from '../../../shared/import/data-files.ts';
import {
  type Counts,
  noCounts,
  type RejectedLine,
} from '../../../shared/import/import-outcomes.ts';
import { type ImportStep, runImport } from '../../../shared/import/run-import.ts';
import { useApi } from '../../api/console-client.ts';
import { failureHelp, failureTitles } from '../../text/common-text.ts';
import { importText } from '../../text/import-text.ts';
import { type ChosenFiles, importFilesOf } from './chosen-files.ts';

export interface Progress {
  /** Bytes of each file that are done. */
  readonly done: Readonly<Record<Kind, number>>;
  readonly counts: Readonly<Record<Kind, Counts>>;
  readonly rejected: readonly RejectedLine[];
  /** What the import waits for; '' if it does not wait. */
  readonly waiting: string;
}

const noProgress: Progress = {
  done: forEachKind(() => 0),
  counts: forEachKind(noCounts),
  rejected: [],
  waiting: '',
};

const after = ({ done, counts, rejected }: Progress, { kind, ...step }: ImportStep): Progress => ({
  done: { ...done, [kind]: step.done },
  counts: { ...counts, [kind]: step.counts },
  rejected: step.rejected.length > 0 ? [...rejected, ...step.rejected] : rejected,
  waiting: '',
});

export type Ended = 'finished' | 'cancelled' | 'failed';

/** The import is cancelled when the page that shows it is left. */
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
      await runImport(api, {
        files: importFilesOf(files),
        signal,
        onStep: (step) => setProgress((progress) => after(progress, step)),
        onWait: (problem) =>
          setProgress((progress) => ({
            ...progress,
            waiting: importText.waiting(failureTitles[problem.code] ?? problem.message),
          })),
      });
      setEnded('finished');
    } catch (error) {
      setEnded(signal.aborted ? 'cancelled' : 'failed');
      setFailure(sentenceOf(error));
    }
    setRunning(false);
    // It may have changed anything that is shown.
    client.invalidateQueries();
  }

  return {
    files,
    progress,
    running,
    ended,
    failure,
    /** Adds files; a file of the same kind replaces the one chosen before. */
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
  if (error instanceof LiaisonProblem) {
    const title = failureTitles[error.code] ?? error.problem.title ?? error.code;
    return `${title}. ${failureHelp[error.code] ?? error.message}`;
  }
  return error instanceof DOMException ? importText.unreadable : String(error);
}

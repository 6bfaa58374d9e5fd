// A replay, followed until its outcome is known or the page is left.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { wait } from '../../../shared/client/create-client.ts';
import {
  followReplay,
  type ReplayProgress,
  type ReplaySelection,
} from '../../../shared/client/follow-replay.ts';
import { LiaisonProblem } from '../../../shared/client/liaison-problem.ts';
import { useApi } from '../../api/console-client.ts';

/** Between two questions about the outcome, in ms. */
const pauseMs = 2000;

export interface ReplayState {
  readonly progress?: ReplayProgress | undefined;
  readonly error?: LiaisonProblem | undefined;
  readonly isRunning: boolean;
}

/** Starts one replay at a time. The list of failures is read again after it has taken some, and at its end. */
export function useReplay() {
  const api = useApi();
  const queries = useQueryClient();
  const [state, setState] = useState<ReplayState>({ isRunning: false });
  const left = useRef(new AbortController());
  useEffect(() => {
    left.current = new AbortController();
    return () => left.current.abort();
  }, []);

  const start = async (selection: Omit<ReplaySelection, 'dryRun'>) => {
    const { signal } = left.current;
    const reload = () => queries.invalidateQueries({ queryKey: ['listFailures'] });
    setState({ isRunning: true });
    try {
      let wasTaken = false;
      for await (const progress of followReplay(api, selection)) {
        if (signal.aborted) return;
        setState({ progress, isRunning: !progress.isSettled });
        if (progress.isTaken && !wasTaken) reload();
        wasTaken = progress.isTaken;
        if (!progress.isSettled) await wait(pauseMs, signal);
      }
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof LiaisonProblem)) throw error;
      setState(({ progress }) => ({ progress, error, isRunning: false }));
    }
    reload();
  };
  return { ...state, start };
}

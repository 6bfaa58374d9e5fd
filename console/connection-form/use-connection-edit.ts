// The state of editing a connection: saves only over the version that was loaded, and detects conflicts
// with changes by others.
import { useEffect, useRef, useState } from 'react';
import { LiaisonProblem } from '../../shared/client/liaison-problem.ts';
import type { ConnectionView } from '../../shared/contracts/answers/connection-answers.ts';
import { useApi } from '../api/console-client.ts';
import { useChange } from '../api/write-hooks.ts';
import { typedSince } from '../base/unsaved-input.tsx';
import {
  type Choices,
  changedFields,
  conflicting,
  firstChoices,
  merged,
  patchOf,
  type TypedConnection,
  typedOf,
} from './typed-connection.ts';

interface Conflict {
  readonly latest: ConnectionView;
  readonly choices: Choices;
}

interface Options {
  /** As last loaded, seen from the record whose page this is. */
  readonly connection: ConnectionView;
  /** The side of that record in the connection as created. */
  readonly side: 'record1' | 'record2';
  /** Converts a connection as returned by the service to the view of that record. */
  readonly seen: (connection: ConnectionView) => ConnectionView;
  /** Called when the connection turns out to be deleted. */
  readonly onGone: () => void;
}

export function useEdit({ connection, side, seen, onGone }: Options) {
  const api = useApi();
  /** The version that the form started with: later reads do not change fields while the user edits. */
  const [base, setBase] = useState(connection);
  const [typed, setTyped] = useState(() => typedOf(connection));
  const [failure, setFailure] = useState<LiaisonProblem | undefined>();
  const [conflict, setConflict] = useState<Conflict | undefined>();
  const [saved, setSaved] = useState(false);
  const patch = useChange('patchConnection');
  const changed = changedFields(typedOf(base), typed).length > 0;
  const now = useRef(typed);
  now.current = typed;

  useEffect(() => {
    if (connection.version <= base.version || changed) return;
    setBase(connection);
    setTyped(typedOf(connection));
  }, [connection, base, changed]);

  /** @param sent the input when it was sent; if left out, the input is discarded */
  function begin(from: ConnectionView, sent?: TypedConnection) {
    setBase(from);
    setTyped((later) => (sent ? typedSince(sent, later, typedOf(from)) : typedOf(from)));
    setConflict(undefined);
    setFailure(undefined);
  }

  async function send(from: ConnectionView, wanted: TypedConnection) {
    if (patch.isPending) return;
    setFailure(undefined);
    setSaved(false);
    const sent = typed;
    try {
      const body = patchOf(typedOf(from), wanted, side);
      const request = { params: { id: from.id }, body, ifMatch: from.version };
      const nothing = Object.keys(body).length === 0;
      begin(nothing ? from : seen(await patch.mutateAsync(request)), sent);
      setSaved(true);
    } catch (error) {
      if (!(error instanceof LiaisonProblem)) throw error;
      if (error.code === 'PreconditionFailed') await compare(conflict ? wanted : now.current);
      else if (error.code === 'NotFound') onGone();
      else {
        // Back to the form, which shows errors at the fields.
        if (conflict) {
          setBase(from);
          setTyped(wanted);
          setConflict(undefined);
        }
        setFailure(error);
      }
    }
  }

  async function compare(mine: TypedConnection) {
    try {
      const latest = seen(await api.getConnection({ params: { id: base.id } }));
      // Already saved: the answer to an earlier attempt was lost.
      if (conflicting(typedOf(latest), mine).length === 0) {
        begin(latest);
        setSaved(true);
        return;
      }
      const choices = firstChoices(typedOf(base), typedOf(latest), mine);
      setTyped(mine);
      setConflict({ latest, choices });
    } catch (error) {
      if (!(error instanceof LiaisonProblem)) throw error;
      if (error.code === 'NotFound') onGone();
      else setFailure(error);
    }
  }

  return {
    typed,
    /** The input without unsaved changes. */
    before: typedOf(base),
    changed,
    /** Whether the form shows the values that were saved last. */
    saved: saved && !changed,
    failure,
    isPending: patch.isPending,
    type: (next: TypedConnection) => {
      setTyped(next);
      setFailure(undefined);
      setSaved(false);
    },
    save: () => send(base, typed),
    discard: () => begin(connection),
    conflict: conflict && {
      ...conflict,
      choose: (choices: Choices) => setConflict({ ...conflict, choices }),
      save: () => send(conflict.latest, merged(typedOf(conflict.latest), typed, conflict.choices)),
      discard: () => begin(conflict.latest),
    },
  };
}

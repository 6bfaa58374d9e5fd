// The dialog that activates, deactivates or deletes connections after a confirmation, with each result.
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  ProgressBar,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import { LiaisonProblem } from '../../shared/client/liaison-problem.ts';
import type { ConnectionView } from '../../shared/contracts/answers/connection-answers.ts';
import { useApi } from '../api/console-client.ts';
import { useSettled } from '../api/write-hooks.ts';
import { useDanger } from '../base/confirm.tsx';
import { LimitList } from '../connection-form/limit-list.tsx';
import { commonText, failureTitles } from '../text/common-text.ts';
import { connectionFormText } from '../text/connection-form-text.ts';
import { connectionsText } from '../text/connections-text.ts';
import { type Action, perform } from './connection-actions.ts';

const useStyles = makeStyles({
  content: { display: 'grid', gap: tokens.spacingVerticalS },
  list: {
    margin: 0,
    paddingLeft: tokens.spacingHorizontalXL,
    maxHeight: '40vh',
    overflowY: 'auto',
    overflowWrap: 'anywhere',
  },
  quiet: { color: tokens.colorNeutralForeground2 },
  failure: { color: tokens.colorStatusDangerForeground3 },
});

/** How many requests run at the same time. */
const atOnce = 6;

interface Props {
  readonly action: Action;
  /** The connections that the action applies to, and how many of the selection it does not apply to. */
  readonly connections: readonly ConnectionView[];
  readonly leftOut: number;
  /** Receives the changed connections; the caller closes the dialog. */
  readonly onClose: (done: readonly ConnectionView[]) => void;
}

export default function ActionDialog({ action, connections, leftOut, onClose }: Props) {
  const styles = useStyles();
  const danger = useDanger();
  const api = useApi();
  const { settle, counts } = useSettled();
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, 'done' | LiaisonProblem>>(new Map());
  const [running, setRunning] = useState<AbortController | undefined>();
  // One key per connection, kept for retries.
  const [keys] = useState(() => new Map(connections.map(({ id }) => [id, crypto.randomUUID()])));
  const done = connections.filter(({ id }) => outcomes.get(id) === 'done');
  const failed = connections.filter(({ id }) => outcomes.get(id) instanceof LiaisonProblem);
  const left = connections.filter(({ id }) => outcomes.get(id) !== 'done');
  const closed = useRef(onClose);
  closed.current = onClose;
  useEffect(() => () => running?.abort(), [running]);

  async function start() {
    const controller = new AbortController();
    setRunning(controller);
    const results = new Map(outcomes);
    await eachWithin(
      atOnce,
      left,
      async (connection) => {
        const note = (outcome: 'done' | LiaisonProblem) => {
          results.set(connection.id, outcome);
          setOutcomes(new Map(results));
        };
        try {
          const { id } = connection;
          // Someone else changed it, and the user tries again: applies to the latest version.
          const changed = isChanged(outcomes.get(id));
          const seen = changed ? await api.getConnection({ params: { id } }) : connection;
          const now = await perform(api, action, seen, keys.get(id) ?? '');
          note('done');
          await settle({ id, connection: now });
        } catch (error) {
          await settle({ id: connection.id, error: error as LiaisonProblem });
          // The service stores a refusal with its key; a new attempt needs a new key.
          if (error instanceof LiaisonProblem && !error.isRetryable)
            keys.set(connection.id, crypto.randomUUID());
          note(
            error instanceof LiaisonProblem
              ? error
              : new LiaisonProblem('InternalError', 0, `${error}`),
          );
        }
      },
      controller.signal,
    );
    counts();
    setRunning(undefined);
    const all = connections.filter(({ id }) => results.get(id) === 'done');
    if (all.length === connections.length) closed.current(all);
  }

  const destroys = action === 'delete';
  const doIt = (
    <Button key="do" appearance="primary" className={destroys ? danger : undefined} onClick={start}>
      {outcomes.size === 0 ? connectionsText[action] : connectionsText.again(left.length)}
    </Button>
  );
  const doNot = (
    <Button key="not" onClick={() => onClose(done)}>
      {outcomes.size === 0 ? commonText.cancel : commonText.close}
    </Button>
  );
  return (
    <Dialog
      modalType="alert"
      open
      onOpenChange={(_, { open }) => !open && !running && onClose(done)}
    >
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{connectionsText.confirm[action](connections.length)}</DialogTitle>
          <DialogContent className={styles.content}>
            {!running && outcomes.size === 0 && (
              <>
                <Text>{connectionsText.effect[action](connections.length)}</Text>
                <ul className={styles.list}>
                  {connections.map((connection) => (
                    <li key={connection.id}>{nameOf(connection)}</li>
                  ))}
                </ul>
                {leftOut > 0 && (
                  <Text size={200} className={styles.quiet}>
                    {connectionsText.leftOut[action](leftOut)}
                  </Text>
                )}
              </>
            )}
            {(running || outcomes.size > 0) && (
              <div aria-live="polite">
                <Text block>
                  {connectionsText.progress(done.length + failed.length, connections.length)}
                </Text>
                {running && (
                  <ProgressBar
                    aria-label={connectionsText.confirm[action](connections.length)}
                    value={(done.length + failed.length) / connections.length}
                  />
                )}
              </div>
            )}
            {failed.length > 0 && (
              <div role="alert">
                <Text block>{connectionsText.failed(failed.length)}</Text>
                <ul className={styles.list}>
                  {failed.map((connection) => (
                    <li key={connection.id}>
                      {nameOf(connection)}
                      <Text block size={200} className={styles.failure}>
                        {sentence(outcomes.get(connection.id) as LiaisonProblem)}
                      </Text>
                      <Full connection={connection} outcome={outcomes.get(connection.id)} />
                    </li>
                  ))}
                </ul>
              </div>
            )}
          </DialogContent>
          <DialogActions>
            {running ? (
              <Button onClick={() => running.abort()}>{connectionsText.stop}</Button>
            ) : (
              <>
                {/* The first button gets the focus. */}
                {destroys ? [doNot, doIt] : [doIt, doNot]}
              </>
            )}
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

interface FullProps {
  readonly connection: ConnectionView;
  readonly outcome: 'done' | LiaisonProblem | undefined;
}

/** The connections that use up the limit, if that is why one was not activated. */
function Full({ connection, outcome }: FullProps) {
  if (!(outcome instanceof LiaisonProblem) || !isFull(outcome)) return null;
  const { record1: record, record2: other, record1RoleId, record2RoleId } = connection;
  const roles = { ownRole: record1RoleId ?? '', connectedRole: record2RoleId ?? '' };
  return <LimitList problem={outcome.problem} refused={{ record, other, ...roles }} />;
}

const isFull = ({ code }: LiaisonProblem) => code === 'ConnectionLimitReached';

const nameOf = ({ record2, record2RoleName }: ConnectionView) =>
  record2RoleName ? `${record2.name}, ${record2RoleName}` : record2.name;

const isChanged = (outcome: 'done' | LiaisonProblem | undefined) =>
  outcome instanceof LiaisonProblem && outcome.code === 'PreconditionFailed';

/** The service's own sentence, if it sent one. */
const sentence = (error: LiaisonProblem) =>
  isChanged(error)
    ? connectionsText.changedSince
    : isFull(error)
      ? connectionFormText.limit.title
      : (error.problem.detail ?? failureTitles[error.code] ?? error.message);

/**
 * Runs at most `limit` items at the same time; starts no more once `signal` is aborted. `run` must not
 * throw.
 */
async function eachWithin<Item>(
  limit: number,
  items: readonly Item[],
  run: (item: Item) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const left = items.values();
  const worker = async () => {
    for (const item of left) {
      if (signal.aborted) return;
      await run(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
}

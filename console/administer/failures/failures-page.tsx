// The page with failures: by workflow, with their details, and the outcome of a replay.
import {
  Button,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  mergeClasses,
  Spinner,
  Text,
  tokens,
} from '@fluentui/react-components';
import { ArrowSyncRegular } from '@fluentui/react-icons/svg/arrow-sync';
import { DocumentSearchRegular } from '@fluentui/react-icons/svg/document-search';
import { useState } from 'react';
import type { Failure } from '../../../shared/contracts/answers/failure-answers.ts';
import { useCall } from '../../api/read-hooks.ts';
import { Confirm } from '../../base/confirm.tsx';
import { RefusalBar } from '../../base/failure-bars.tsx';
import { EmptyState, ErrorState, Loading } from '../../base/page-states.tsx';
import { useSession } from '../../sign-in/use-session.ts';
import { failuresText } from '../../text/failures-text.ts';
import { formatInstant, formatNumber } from '../../text/format.ts';
import { AdminPage } from '../admin-page.tsx';
import { useTableStyles } from '../admin-table-styles.ts';
import { FailureDialog } from './failure-dialog.tsx';
import { reasonOf } from './failure-reason.ts';
import { type ReplayState, useReplay } from './use-replay.ts';

const useStyles = makeStyles({
  section: { display: 'grid', gap: tokens.spacingVerticalS },
  top: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalM,
  },
  heading: { margin: 0, fontSize: tokens.fontSizeBase400 },
});

/** What the user wants to replay, before the confirmation. */
interface Asked {
  readonly workflow: string;
  /** One event; left out: all of the workflow. */
  readonly eventId?: string;
  readonly count?: number;
}

export function FailuresPage() {
  const { rights } = useSession().person;
  const [asked, ask] = useState<Asked>();
  const [shown, show] = useState<Failure>();
  const list = useCall('listFailures', {}, { enabled: rights.has('admin') });
  const replay = useReplay();
  const confirm = ({ workflow, eventId }: Asked) => {
    ask(undefined);
    replay.start({ workflow, ...(eventId !== undefined && { eventId }) });
  };
  return (
    <AdminPage
      title={failuresText.title}
      beneath={<Text>{failuresText.hint}</Text>}
      commands={
        <Button
          icon={list.isFetching ? <Spinner size="tiny" aria-hidden /> : <ArrowSyncRegular />}
          disabledFocusable={list.isFetching}
          onClick={() => list.refetch()}
        >
          {failuresText.reload}
        </Button>
      }
    >
      <ReplayBar {...replay} />
      {list.error && !list.data && <ErrorState error={list.error} onRetry={list.refetch} />}
      {list.isPending && <Loading />}
      {list.data && !list.data.isComplete && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{failuresText.incomplete}</MessageBarBody>
        </MessageBar>
      )}
      {list.data?.items.length === 0 && list.data.isComplete && (
        <EmptyState title={failuresText.none} />
      )}
      {[...Map.groupBy(list.data?.items ?? [], ({ workflow }) => workflow)].map(
        ([workflow, failures]) => (
          <FailuresOf
            key={workflow}
            workflow={workflow}
            failures={failures}
            isReady={!replay.isRunning}
            onAsk={ask}
            onShow={show}
          />
        ),
      )}
      {asked && (
        <Confirm
          open
          title={failuresText.replayTitle(asked.workflow, asked.count)}
          confirm={failuresText.replay}
          onConfirm={() => confirm(asked)}
          onCancel={() => ask(undefined)}
        >
          {failuresText.replayAsk}
        </Confirm>
      )}
      {shown && <FailureDialog failure={shown} onClose={() => show(undefined)} />}
    </AdminPage>
  );
}

/** How far the last replay is. Screen readers announce each step. */
function ReplayBar({ progress, error, isRunning }: ReplayState) {
  const totals = progress?.totals ?? [];
  const sum = (part: 'started' | 'succeeded' | 'failedAgain' | 'waiting') =>
    totals.reduce((total, one) => total + one[part], 0);
  const isGood = sum('failedAgain') === 0 && !isRunning && !error;
  return (
    <div role="status">
      {(isRunning || progress) && (
        <MessageBar intent={isGood ? 'success' : isRunning ? 'info' : 'warning'} layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>
              {isRunning ? failuresText.running : failuresText.done}
            </MessageBarTitle>
            {progress?.isTaken &&
              failuresText.outcome(
                sum('started'),
                sum('succeeded'),
                sum('failedAgain'),
                sum('waiting'),
              )}
          </MessageBarBody>
        </MessageBar>
      )}
      <RefusalBar error={error ?? null} />
    </div>
  );
}

interface FailuresOfProps {
  readonly workflow: string;
  readonly failures: readonly Failure[];
  /** No replay is running. */
  readonly isReady: boolean;
  readonly onAsk: (asked: Asked) => void;
  readonly onShow: (failure: Failure) => void;
}

function FailuresOf({ workflow, failures, ...props }: FailuresOfProps) {
  const own = useStyles();
  const styles = useTableStyles();
  const { length: count } = failures;
  return (
    <section className={own.section} aria-label={failuresText.of(workflow, count)}>
      <div className={own.top}>
        <h2 className={own.heading}>{failuresText.of(workflow, count)}</h2>
        <Button disabledFocusable={!props.isReady} onClick={() => props.onAsk({ workflow, count })}>
          {failuresText.replayAll(workflow)}
        </Button>
      </div>
      <div className={styles.card}>
        <table className={styles.table} aria-label={failuresText.of(workflow, count)}>
          <thead>
            <tr>
              <th className={styles.head}>{failuresText.event}</th>
              <th className={styles.head}>{failuresText.error}</th>
              <th className={mergeClasses(styles.head, styles.wide)}>{failuresText.firstFailed}</th>
              <th className={mergeClasses(styles.head, styles.number, styles.wide)}>
                {failuresText.attempts}
              </th>
              <th className={styles.head} style={{ width: '6.5rem' }} aria-hidden />
            </tr>
          </thead>
          <tbody>
            {failures.map((failure) => (
              <Row key={failure.id} failure={failure} {...props} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Row({
  failure,
  isReady,
  onAsk,
  onShow,
}: Omit<FailuresOfProps, 'workflow' | 'failures'> & { readonly failure: Failure }) {
  const styles = useTableStyles();
  const { workflow, eventId, eventType, firstFailedAt, attempts } = failure;
  const name = eventId ?? failuresText.noId;
  return (
    <tr className={styles.row}>
      <td className={styles.cell}>
        {eventType ?? name}
        {eventType !== null && (
          <Text block size={200} className={styles.quiet}>
            {name}
          </Text>
        )}
      </td>
      <td className={styles.cell}>{reasonOf(failure)}</td>
      <td className={mergeClasses(styles.cell, styles.wide)}>{formatInstant(firstFailedAt)}</td>
      <td className={mergeClasses(styles.cell, styles.number, styles.wide)}>
        {formatNumber(attempts)}
      </td>
      <td className={styles.cell}>
        <div className={styles.commands}>
          <Button
            appearance="subtle"
            icon={<DocumentSearchRegular />}
            aria-label={failuresText.details(name)}
            onClick={() => onShow(failure)}
          />
          {eventId !== null && (
            <Button
              appearance="subtle"
              icon={<ArrowSyncRegular />}
              aria-label={failuresText.replayOne(name)}
              disabledFocusable={!isReady}
              onClick={() => onAsk({ workflow, eventId })}
            />
          )}
        </div>
      </td>
    </tr>
  );
}

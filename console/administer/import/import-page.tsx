// The page that imports files: choose them, follow the progress, see the result and what was not imported.
import {
  Button,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  ProgressBar,
  Text,
  tokens,
} from '@fluentui/react-components';
import { ArrowUploadRegular } from '@fluentui/react-icons/svg/arrow-upload';
import { StopRegular } from '@fluentui/react-icons/svg/stop';
import { useEffect } from 'react';
import { useBlocker } from 'react-router';
import { kinds } from '../../../shared/import/data-files.ts';
import { rejectedOf, totalOf } from '../../../shared/import/import-outcomes.ts';
import { Confirm } from '../../base/confirm.tsx';
import { importText } from '../../text/import-text.ts';
import { AdminPage } from '../admin-page.tsx';
import type { ChosenFiles } from './chosen-files.ts';
import { FileChooser } from './file-chooser.tsx';
import { FileProgress } from './file-progress.tsx';
import { RejectedLines } from './rejected-lines.tsx';
import { type Ended, type Progress, useImport } from './use-import.ts';

const useStyles = makeStyles({
  bar: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM },
  whole: { flexGrow: 1, minWidth: 0 },
  hint: { color: tokens.colorNeutralForeground2, maxWidth: '80ch' },
});

export function ImportPage() {
  const styles = useStyles();
  return (
    <AdminPage
      title={importText.title}
      beneath={<Text className={styles.hint}>{importText.hint}</Text>}
      needs={['admin', 'write']}
    >
      <Import />
    </AdminPage>
  );
}

const percent = new Intl.NumberFormat(undefined, { style: 'percent' });

function Import() {
  const styles = useStyles();
  const { files, progress, running, ended, failure, choose, takeOut, start, cancel } = useImport();
  const hasFiles = Object.keys(files).length > 0;
  const share = shareDone(files, progress);
  return (
    <>
      <FileChooser disabled={running} onChoose={choose} />
      <FileProgress
        files={files}
        progress={progress}
        begun={running || ended !== undefined}
        onTakeOut={running ? undefined : takeOut}
      />
      {hasFiles && (
        <div className={styles.bar}>
          {running ? (
            <>
              <Button icon={<StopRegular />} onClick={cancel}>
                {importText.cancel}
              </Button>
              <ProgressBar
                className={styles.whole}
                thickness="large"
                aria-label={importText.progress}
                value={share}
              />
              <Text>{progress.waiting || importText.done(percent.format(share))}</Text>
            </>
          ) : (
            <Button appearance="primary" icon={<ArrowUploadRegular />} onClick={start}>
              {ended ? importText.again : importText.start}
            </Button>
          )}
        </div>
      )}
      <div role="status">
        {ended && <Outcome ended={ended} progress={progress} failure={failure} />}
      </div>
      {progress.rejected.length > 0 && <RejectedLines rejected={progress.rejected} />}
      {running && <StayWhileRunning />}
    </>
  );
}

/** The part of all bytes that is done, 0 to 1. */
function shareDone(files: ChosenFiles, { done }: Progress): number {
  const sum = (sizeOf: (kind: (typeof kinds)[number]) => number) =>
    kinds.reduce((before, kind) => before + sizeOf(kind), 0);
  return (
    sum((kind) => done[kind]) /
    Math.max(
      1,
      sum((kind) => files[kind]?.size ?? 0),
    )
  );
}

interface OutcomeProps {
  readonly ended: Ended;
  readonly progress: Progress;
  readonly failure: string;
}

interface Message {
  readonly intent: 'success' | 'warning' | 'info' | 'error';
  readonly title: string;
  readonly text: string;
}

function Outcome({ ended, progress, failure }: OutcomeProps) {
  const sum = (count: typeof totalOf) =>
    Object.values(progress.counts).reduce((before, counts) => before + count(counts), 0);
  const rejected = sum(rejectedOf);
  const messages: Record<Ended, Message> = {
    finished:
      rejected === 0
        ? {
            intent: 'success',
            title: importText.finishedTitle,
            text: importText.finished(sum(totalOf)),
          }
        : {
            intent: 'warning',
            title: importText.finishedWithRejectedTitle(rejected),
            text: importText.finishedWithRejected,
          },
    cancelled: { intent: 'info', title: importText.cancelledTitle, text: importText.cancelled },
    failed: { intent: 'error', title: importText.failedTitle, text: importText.failed(failure) },
  };
  const { intent, title, text } = messages[ended];
  return (
    <MessageBar intent={intent} layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{title}</MessageBarTitle>
        {text}
      </MessageBarBody>
    </MessageBar>
  );
}

/** Asks for confirmation before the page of a running import is left, which would cancel it. */
function StayWhileRunning() {
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, []);
  return (
    <Confirm
      open={blocker.state === 'blocked'}
      destroys
      title={importText.leaveTitle}
      confirm={importText.leaveConfirm}
      cancel={importText.leaveCancel}
      onConfirm={() => blocker.proceed?.()}
      onCancel={() => blocker.reset?.()}
    >
      {importText.leave}
    </Confirm>
  );
}

// A failure with its error, where to look for its log, and its event.
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components';
import type { Failure, FailureDetail } from '../../../shared/contracts/answers/failure-answers.ts';
import { useCall } from '../../api/read-hooks.ts';
import { ErrorState, Loading } from '../../base/page-states.tsx';
import { failuresText } from '../../text/failures-text.ts';
import { formatInstant } from '../../text/format.ts';
import { reasonOf } from './failure-reason.ts';

const useStyles = makeStyles({
  content: { display: 'grid', gap: tokens.spacingVerticalM },
  facts: {
    display: 'grid',
    gridTemplateColumns: 'max-content 1fr',
    gap: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL}`,
    margin: 0,
  },
  name: { color: tokens.colorNeutralForeground2 },
  value: { margin: 0, overflowWrap: 'anywhere' },
  code: {
    margin: 0,
    padding: tokens.spacingHorizontalM,
    maxHeight: '16rem',
    overflow: 'auto',
    background: tokens.colorNeutralBackground3,
    borderRadius: tokens.borderRadiusMedium,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
});

interface Props {
  readonly failure: Failure;
  readonly onClose: () => void;
}

export function FailureDialog({ failure: { id, workflow }, onClose }: Props) {
  const styles = useStyles();
  const { data, error, refetch } = useCall('getFailure', { params: { id } });
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{failuresText.detailsTitle(workflow)}</DialogTitle>
          <DialogContent className={styles.content}>
            {data && <Details failure={data} />}
            {!data && error && <ErrorState error={error} onRetry={refetch} />}
            {!data && !error && <Loading />}
          </DialogContent>
          <DialogActions>
            <Button appearance="primary" onClick={onClose}>
              {failuresText.close}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

function Details({ failure }: { readonly failure: FailureDetail }) {
  const styles = useStyles();
  const { content, error } = failure;
  const facts = [
    [failuresText.error, reasonOf(failure)],
    [failuresText.eventType, failure.eventType],
    [failuresText.eventId, failure.eventId],
    [failuresText.connection, failure.connectionId],
    [failuresText.firstFailed, formatInstant(failure.firstFailedAt)],
    [failuresText.attempts, String(failure.attempts)],
    [failuresText.logGroup, failure.logGroup],
    [failuresText.requestId, failure.requestId],
  ] as const;
  return (
    <>
      <dl className={styles.facts}>
        {facts.map(
          ([name, value]) =>
            value !== null && [
              <dt key={name} className={styles.name}>
                {name}
              </dt>,
              <dd key={`${name} value`} className={styles.value}>
                {value}
              </dd>,
            ],
        )}
      </dl>
      {error && error.stack.length > 0 && (
        <Code label={failuresText.stack} text={error.stack.join('\n')} />
      )}
      <Code
        label={failuresText.content}
        text={typeof content === 'string' ? content : JSON.stringify(content, null, 2)}
      />
    </>
  );
}

/** Can be scrolled with the keyboard. */
function Code({ label, text }: { readonly label: string; readonly text: string }) {
  const styles = useStyles();
  return (
    <section aria-label={label}>
      <Text block weight="semibold">
        {label}
      </Text>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre className={styles.code} tabIndex={0}>
        {text}
      </pre>
    </section>
  );
}

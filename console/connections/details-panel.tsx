// The panel next to the grid: the connection named in the address, with its form.

import {
  Button,
  DrawerBody,
  makeStyles,
  OverlayDrawer,
  Subtitle2,
  Text,
  tokens,
} from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { ConnectionView } from '../../shared/contracts/answers/connection-answers.ts';
import type { StoredRecord } from '../../shared/contracts/answers/record-answers.ts';
import { useCall } from '../api/read-hooks.ts';
import { seenFrom } from '../api/seen-from.ts';
import { recordLink } from '../base/addresses.ts';
import { useTooNarrowForColumns } from '../base/media-queries.ts';
import { PageLink, RecordLink } from '../base/page-link.tsx';
import { EmptyState, ErrorState, Loading } from '../base/page-states.tsx';
import { EditConnection } from '../connection-form/edit-connection-dialog.tsx';
import { connectionFormText } from '../text/connection-form-text.ts';
import { connectionsText } from '../text/connections-text.ts';
import { formatInstant } from '../text/format.ts';
import { StateBadge, ValidityBadge } from './grid-columns.tsx';

const useStyles = makeStyles({
  panel: {
    width: '360px',
    flexShrink: 0,
    boxSizing: 'border-box',
    overflowY: 'auto',
    padding: tokens.spacingHorizontalL,
    borderLeft: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  drawer: { padding: tokens.spacingHorizontalL },
  head: {
    display: 'flex',
    justifyContent: 'space-between',
    alignItems: 'flex-start',
    gap: tokens.spacingHorizontalS,
  },
  name: { overflowWrap: 'anywhere', margin: 0, outlineStyle: 'none' },
  badges: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    margin: `${tokens.spacingVerticalXS} 0 ${tokens.spacingVerticalM}`,
  },
});

export interface PanelFocus {
  readonly on: 'form' | 'heading';
}

interface Props {
  readonly record: StoredRecord;
  /** Id of the connection. */
  readonly id: string;
  /** What gets the focus; a new object each time. */
  readonly focus: PanelFocus | undefined;
  readonly onUnsaved: (unsaved: boolean) => void;
  readonly onShow: (id: string) => void;
  readonly onClose: () => void;
}

export default function DetailsPanel(props: Props) {
  const styles = useStyles();
  const narrow = useTooNarrowForColumns();
  const content = <PanelContent key={props.id} {...props} />;
  if (narrow) {
    return (
      <OverlayDrawer
        open
        position="end"
        size="full"
        aria-label={connectionsText.panel}
        onOpenChange={(_, { open }) => !open && props.onClose()}
      >
        <DrawerBody className={styles.drawer}>{content}</DrawerBody>
      </OverlayDrawer>
    );
  }
  return (
    <aside
      className={styles.panel}
      aria-label={connectionsText.panel}
      onKeyDown={({ key, defaultPrevented }) =>
        key === 'Escape' && !defaultPrevented && props.onClose()
      }
    >
      {content}
    </aside>
  );
}

function PanelContent({ record, id, focus, onUnsaved, onShow, onClose }: Props) {
  const styles = useStyles();
  const root = useRef<HTMLDivElement>(null);
  const [gone, setGone] = useState(false);
  const { data, error, refetch } = useCall('getConnection', { params: { id } });
  const seen = data && seenFrom(data, record);
  const there = seen !== undefined;
  useEffect(() => {
    if (!focus || !there) return;
    const what = focus.on === 'form' ? 'form input:not(:disabled)' : 'h2';
    root.current?.querySelector<HTMLElement>(what)?.focus();
  }, [focus, there]);
  const missing = gone || error?.code === 'NotFound' || error?.code === 'ValidationFailed';
  let content: ReactNode = <Loading />;
  if (missing) {
    content = (
      <EmptyState
        title={connectionsText.noSuchConnection}
        hint={gone ? connectionFormText.conflictGone : connectionsText.noSuchConnectionHint}
      />
    );
  } else if (error && !data) content = <ErrorState error={error} onRetry={refetch} />;
  else if (data && !seen) content = <Elsewhere connection={data} />;
  else if (data && seen) {
    content = (
      <>
        <div className={styles.badges}>
          <ValidityBadge validity={seen.validity} />
          <StateBadge state={seen.state} />
        </div>
        <EditConnection
          connection={seen}
          side={seen === data ? 'record1' : 'record2'}
          seen={(each) => seenFrom(each, record) ?? each}
          onUnsaved={onUnsaved}
          onShow={onShow}
          onGone={() => setGone(true)}
        />
        <ConnectionFacts connection={data} />
      </>
    );
  }
  return (
    <div ref={root}>
      <div className={styles.head}>
        <Subtitle2 as="h2" className={styles.name} tabIndex={-1}>
          {seen && !missing ? <RecordLink record={seen.record2} /> : connectionsText.panel}
        </Subtitle2>
        <Button
          appearance="subtle"
          size="small"
          icon={<DismissRegular />}
          aria-label={connectionsText.closePanel}
          onClick={onClose}
        />
      </div>
      {content}
    </div>
  );
}

/** The connection belongs to other records: the address was typed, or the record replaced. */
function Elsewhere({ connection }: { readonly connection: ConnectionView }) {
  const { record1, id } = connection;
  return (
    <EmptyState title={connectionsText.elsewhere}>
      <PageLink to={recordLink(record1, { connection: id })}>{record1.name}</PageLink>
    </EmptyState>
  );
}

const useFactStyles = makeStyles({
  facts: {
    display: 'grid',
    gap: tokens.spacingVerticalS,
    margin: `${tokens.spacingVerticalXL} 0 0`,
    paddingTop: tokens.spacingVerticalM,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    overflowWrap: 'anywhere',
  },
  term: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  fact: { margin: 0, fontSize: tokens.fontSizeBase200 },
});

function ConnectionFacts({ connection }: { readonly connection: ConnectionView }) {
  const styles = useFactStyles();
  const { createdAt, createdBy, modifiedAt, modifiedBy, id, externalId } = connection;
  const facts = [
    [connectionsText.created, connectionsText.byWhom(formatInstant(createdAt), createdBy)],
    [connectionsText.modified, connectionsText.byWhom(formatInstant(modifiedAt), modifiedBy)],
    [connectionsText.id, id],
    ...(externalId
      ? [[connectionsText.externalId(externalId.source), externalId.key] as const]
      : []),
  ] as const;
  return (
    <dl className={styles.facts} aria-label={connectionsText.facts}>
      {facts.map(([term, fact]) => (
        <div key={term}>
          <dt className={styles.term}>{term}</dt>
          <dd className={styles.fact}>
            <Text size={200}>{fact}</Text>
          </dd>
        </div>
      ))}
    </dl>
  );
}

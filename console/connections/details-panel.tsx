// The panel beside the grid: the connection that the address names, with its form.
import {
  Button,
  DrawerBody,
  Link as FluentLink,
  makeStyles,
  OverlayDrawer,
  Subtitle2,
  tokens,
} from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useHref } from 'react-router';
import type { ConnectionView } from '../../shared/contracts/connection-schemas.ts';
import type { StoredRecord } from '../../shared/contracts/record-schemas.ts';
import { useCall } from '../api/read-hooks.ts';
import { seenFrom } from '../api/seen-from.ts';
import { EditConnection } from '../connect/edit-connection.tsx';
import { recordLink } from '../links.ts';
import { EmptyState } from '../parts/empty-state.tsx';
import { ErrorState } from '../parts/error-state.tsx';
import { Loading } from '../parts/loading.tsx';
import { connectText } from '../text/connect.ts';
import { connectionsText } from '../text/connections.ts';
import { StateBadge, ValidityBadge } from './columns.tsx';
import { ConnectionFacts } from './connection-facts.tsx';
import { useNarrow } from './use-narrow.ts';

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
  /** What is to have the focus: another object each time that it is. */
  readonly focus: PanelFocus | undefined;
  readonly onUnsaved: (unsaved: boolean) => void;
  readonly onShow: (id: string) => void;
  readonly onClose: () => void;
}

export default function DetailsPanel(props: Props) {
  const styles = useStyles();
  const narrow = useNarrow();
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
        hint={gone ? connectText.conflictGone : connectionsText.noSuchConnectionHint}
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
          {seen && !missing ? <RecordName connection={seen} /> : connectionsText.panel}
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

function RecordName({ connection: { record2 } }: { readonly connection: ConnectionView }) {
  return <FluentLink href={useHref(recordLink(record2))}>{record2.name}</FluentLink>;
}

/** A connection of other records: the address was put together by hand, or the record replaced. */
function Elsewhere({ connection }: { readonly connection: ConnectionView }) {
  const { record1, id } = connection;
  const href = useHref(recordLink(record1, { connection: id }));
  return (
    <EmptyState title={connectionsText.elsewhere}>
      <FluentLink href={href}>{record1.name}</FluentLink>
    </EmptyState>
  );
}

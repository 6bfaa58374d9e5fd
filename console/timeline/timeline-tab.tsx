// The tab with the timeline of a record: who had which role toward it, and when.
import { Button, makeStyles, Text, Tooltip, tokens } from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons/svg/add';
import { ArrowFitRegular } from '@fluentui/react-icons/svg/arrow-fit';
import { SubtractRegular } from '@fluentui/react-icons/svg/subtract';
import { TimelineRegular } from '@fluentui/react-icons/svg/timeline';
import { useMemo, useState } from 'react';
import type { ConnectionView } from '../../shared/contracts/answers/connection-answers.ts';
import type { StoredRecord } from '../../shared/contracts/answers/record-answers.ts';
import { RecordLink } from '../base/page-link.tsx';
import { EmptyState, ErrorState, Loading } from '../base/page-states.tsx';
import { useUrlState } from '../base/url-state.ts';
import { formatDate } from '../text/format.ts';
import { timelineText, viewsText } from '../text/views-text.ts';
import { dayOf, validityOn } from '../views/calendar-days.ts';
import { DaySlider } from '../views/day-slider.tsx';
import { LoadState, useAllConnections } from '../views/loaded-connections.tsx';
import { noViewFilters, ViewFilterChoices } from '../views/view-filters.tsx';
import { SmallChoice, TableSwitch, Toolbar } from '../views/view-toolbar.tsx';
import { VirtualTable } from '../views/virtual-table.tsx';
import { type Grouping, linesOf } from './timeline-lines.ts';
import { TimelineView } from './timeline-view.tsx';

const useStyles = makeStyles({
  body: { height: 'max(440px, calc(100dvh - 360px))', minWidth: 0 },
  zoom: { display: 'flex' },
  foot: {
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}`,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
});

const standard = { ...noViewFilters, group: 'role', view: '', activeOn: '' };
const greatestZoom = 64;

export default function TimelineTab({ record }: { readonly record: StoredRecord }) {
  const styles = useStyles();
  const [state, set] = useUrlState(standard);
  const [zoom, setZoom] = useState(1);
  const loaded = useAllConnections(record, state);
  const { items } = loaded;
  const lines = useMemo(
    () => linesOf(items, state.group as Grouping, viewsText.noRole),
    [items, state.group],
  );
  return (
    <>
      <Toolbar label={viewsText.filters}>
        <SmallChoice
          label={timelineText.group}
          value={state.group}
          options={[
            { value: 'role', label: viewsText.connectedRole },
            { value: 'record', label: timelineText.byRecord },
          ]}
          onChoose={(group) => set({ group })}
        />
        <ViewFilterChoices record={record} value={state} onChange={set} />
        <div className={styles.zoom}>
          {(
            [
              [
                timelineText.zoomOut,
                <SubtractRegular key="out" />,
                () => setZoom(Math.max(1, zoom / 2)),
              ],
              [
                timelineText.zoomIn,
                <AddRegular key="in" />,
                () => setZoom(Math.min(greatestZoom, zoom * 2)),
              ],
              [timelineText.fit, <ArrowFitRegular key="fit" />, () => setZoom(1)],
            ] as const
          ).map(([label, icon, onClick]) => (
            <Tooltip key={label} content={label} relationship="label">
              <Button size="small" appearance="subtle" icon={icon} onClick={onClick} />
            </Tooltip>
          ))}
        </div>
        <TableSwitch
          isOn={state.view === 'table'}
          onSwitch={(isOn) => set({ view: isOn ? 'table' : '' })}
        />
      </Toolbar>
      {items.length > 0 && <DaySlider connections={items} isComplete={loaded.isComplete} />}
      <LoadState {...loaded} />
      <div className={styles.body}>{content()}</div>
      <div className={styles.foot}>
        <Text size={200} role="status">
          {timelineText.counts(lines.filter(({ kind }) => kind === 'record').length, items.length)}
        </Text>
      </div>
    </>
  );

  function content() {
    if (loaded.error) return <ErrorState error={loaded.error} onRetry={loaded.retry} />;
    if (loaded.isPending) return <Loading rows={8} />;
    if (items.length === 0) {
      const isNarrowed = loaded.total === undefined;
      return (
        <EmptyState
          icon={<TimelineRegular />}
          title={isNarrowed ? viewsText.nothingMatches : timelineText.none}
          hint={isNarrowed ? viewsText.nothingMatchesHint : timelineText.noneHint}
        />
      );
    }
    return state.view === 'table' ? (
      <TimelineTable name={record.name} connections={items} activeOn={state.activeOn} />
    ) : (
      <TimelineView
        name={record.name}
        lines={lines}
        connections={items}
        zoom={zoom}
        activeOn={state.activeOn}
        onZoom={(next) => setZoom(Math.min(greatestZoom, Math.max(1, next)))}
      />
    );
  }
}

interface TableProps {
  readonly name: string;
  readonly connections: readonly ConnectionView[];
  /** The selected day, or ''. */
  readonly activeOn: string;
}

const day = (date: string | null) => (date ? formatDate(date) : timelineText.open);

function TimelineTable({ name, connections, activeOn }: TableProps) {
  const { columns } = timelineText;
  const shown = dayOf(activeOn);
  return (
    <VirtualTable<ConnectionView>
      label={timelineText.label(name)}
      rows={connections}
      keyOf={({ id }) => id}
      columns={[
        {
          name: columns.record,
          cell: ({ record2 }) => <RecordLink record={record2} tab="timeline" />,
        },
        {
          name: viewsText.connectedRole,
          cell: ({ record2RoleName }) => record2RoleName ?? viewsText.noRole,
        },
        { name: columns.title, cell: ({ title }) => title ?? '' },
        { name: columns.start, cell: ({ effectiveStart }) => day(effectiveStart) },
        { name: columns.end, cell: ({ effectiveEnd }) => day(effectiveEnd) },
        {
          name: shown === undefined ? columns.validity : columns.validityOn(formatDate(activeOn)),
          cell: (connection) =>
            viewsText.validities[
              shown === undefined ? connection.validity : validityOn(connection, shown)
            ],
        },
        { name: columns.state, cell: ({ state }) => viewsText.states[state] },
      ]}
    />
  );
}

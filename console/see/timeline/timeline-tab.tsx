// The timeline of a record: who was what to it, and when.
import { Button, makeStyles, Text, Tooltip, tokens } from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons/svg/add';
import { ArrowFitRegular } from '@fluentui/react-icons/svg/arrow-fit';
import { SubtractRegular } from '@fluentui/react-icons/svg/subtract';
import { TimelineRegular } from '@fluentui/react-icons/svg/timeline';
import { useMemo, useState } from 'react';
import { EmptyState } from '../../parts/empty-state.tsx';
import { ErrorState } from '../../parts/error-state.tsx';
import { Loading } from '../../parts/loading.tsx';
import { useUrlState } from '../../parts/url-state.ts';
import type { TabProps } from '../../record/tab.ts';
import { seeText, timelineText } from '../../text/see.ts';
import { useAllConnections } from '../all-connections.ts';
import { ConditionChoices, noConditions } from '../conditions.tsx';
import { DaySlider } from '../day/day-slider.tsx';
import { LoadState } from '../load-state.tsx';
import { SmallChoice } from '../small-choice.tsx';
import { TableSwitch, Toolbar } from '../toolbar.tsx';
import { type Grouping, linesOf } from './lines.ts';
import { TimelineTable } from './timeline-table.tsx';
import { TimelineView } from './timeline-view.tsx';

const useStyles = makeStyles({
  body: { height: 'max(440px, calc(100dvh - 360px))', minWidth: 0 },
  zoom: { display: 'flex' },
  foot: {
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}`,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
});

const standard = { ...noConditions, group: 'role', view: '', activeOn: '' };
const greatestZoom = 64;

export default function TimelineTab({ record }: TabProps) {
  const styles = useStyles();
  const [state, set] = useUrlState(standard);
  const [zoom, setZoom] = useState(1);
  const loaded = useAllConnections(record, state);
  const { items } = loaded;
  const lines = useMemo(
    () => linesOf(items, state.group as Grouping, seeText.noRole),
    [items, state.group],
  );
  return (
    <>
      <Toolbar label={seeText.filters}>
        <SmallChoice
          label={timelineText.group}
          value={state.group}
          options={[
            { value: 'role', label: seeText.roleThere },
            { value: 'record', label: timelineText.byRecord },
          ]}
          onChoose={(group) => set({ group })}
        />
        <ConditionChoices record={record} value={state} onChange={set} />
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
          title={isNarrowed ? seeText.nothingMatches : timelineText.none}
          hint={isNarrowed ? seeText.nothingMatchesHint : timelineText.noneHint}
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

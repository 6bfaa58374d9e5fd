// The graph of a record's neighbourhood: conditions, the drawing or its table, paths.
import {
  Button,
  makeStyles,
  mergeClasses,
  Text,
  ToggleButton,
  tokens,
} from '@fluentui/react-components';
import { BranchRegular } from '@fluentui/react-icons/svg/branch';
import { CalendarRegular } from '@fluentui/react-icons/svg/calendar';
import { OrganizationRegular } from '@fluentui/react-icons/svg/organization';
import { useState } from 'react';
import { EmptyState } from '../../parts/empty-state.tsx';
import { ErrorState } from '../../parts/error-state.tsx';
import { Loading } from '../../parts/loading.tsx';
import type { TabProps } from '../../record/tab.ts';
import { dayText, graphText, pathText, seeText } from '../../text/see.ts';
import { useAllConnections } from '../all-connections.ts';
import { ConditionChoices, noConditions } from '../conditions.tsx';
import { DaySlider } from '../day/day-slider.tsx';
import { useRolesById } from '../roles-by-id.ts';
import { SmallChoice } from '../small-choice.tsx';
import { TableSwitch, Toolbar } from '../toolbar.tsx';
import { GraphTable } from './graph-table.tsx';
import { GraphView } from './graph-view.tsx';
import { PathPanel } from './path-panel.tsx';
import { Truncated } from './truncated.tsx';
import { useGraph, useGraphState } from './use-graph.ts';

const useStyles = makeStyles({
  body: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    '@media (max-width: 860px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  withPaths: { gridTemplateColumns: 'minmax(0, 1fr) 300px' },
  drawing: { position: 'relative', height: 'max(440px, calc(100dvh - 280px))', minWidth: 0 },
  paths: {
    padding: tokens.spacingHorizontalL,
    borderLeft: `1px solid ${tokens.colorNeutralStroke2}`,
    overflowY: 'auto',
    height: 'max(440px, calc(100dvh - 280px))',
    boxSizing: 'border-box',
    '@media (max-width: 860px)': {
      height: 'auto',
      borderLeftStyle: 'none',
      borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    },
  },
  foot: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}`,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
});

const depths = ['1', '2', '3'];
const sizes = [50, 100, 200, 500, 1000];

export default function GraphTab({ record }: TabProps) {
  const styles = useStyles();
  const [state, set] = useGraphState();
  const { shown, paths, error, retry, isFetching, isTruncated } = useGraph(record, state);
  const { nameOf } = useRolesById();
  const [arePathsOpen, setPathsOpen] = useState(state.pathTo !== '');
  const [isDayOpen, setDayOpen] = useState(state.activeOn !== '');
  const [chosenPath, setChosenPath] = useState<number | undefined>();
  const days = useAllConnections(record, noConditions, isDayOpen);
  const hasPaths = arePathsOpen || state.pathTo !== '';
  const choose: typeof set = (changes, options) => {
    setChosenPath(undefined);
    set(changes, options);
  };
  return (
    <>
      <Toolbar label={seeText.filters}>
        <SmallChoice
          label={seeText.depth}
          value={state.depth}
          options={depths.map((value) => ({ value, label: seeText.depths(Number(value)) }))}
          onChoose={(depth) => set({ depth })}
        />
        <SmallChoice
          label={seeText.atMost}
          value={state.maxNodes}
          options={sizes.map((size) => ({
            value: String(size),
            label: seeText.atMostRecords(size),
          }))}
          onChoose={(maxNodes) => set({ maxNodes })}
        />
        <ConditionChoices record={record} value={state} onChange={set} />
        <ToggleButton
          size="small"
          icon={<CalendarRegular />}
          checked={isDayOpen}
          onClick={() => {
            setDayOpen(!isDayOpen);
            if (isDayOpen) set({ activeOn: '' });
          }}
        >
          {dayText.open}
        </ToggleButton>
        <ToggleButton
          size="small"
          icon={<BranchRegular />}
          checked={hasPaths}
          onClick={() => (hasPaths ? closePaths() : setPathsOpen(true))}
        >
          {pathText.open}
        </ToggleButton>
        <TableSwitch
          isOn={state.view === 'table'}
          onSwitch={(isOn) => set({ view: isOn ? 'table' : '' })}
        />
      </Toolbar>
      {isDayOpen && <DaySlider connections={days.items} isComplete={days.isComplete} />}
      {isTruncated && shown && (
        <Truncated
          maxNodes={Number(state.maxNodes)}
          onMore={(maxNodes) => set({ maxNodes: String(maxNodes) })}
        />
      )}
      <div className={mergeClasses(styles.body, hasPaths && styles.withPaths)}>
        <div className={styles.drawing} aria-busy={isFetching}>
          {content()}
        </div>
        {hasPaths && (
          <div className={styles.paths}>
            <PathPanel
              record={record}
              state={state}
              set={choose}
              paths={paths}
              nameOfRole={(roleId) => (roleId === null ? '' : nameOf(roleId))}
              chosen={chosenPath}
              onChoose={setChosenPath}
              onClose={closePaths}
            />
          </div>
        )}
      </div>
      {shown && (
        <div className={styles.foot}>
          <Text size={200} role="status">
            {graphText.counts(shown.nodes.length, shown.edges.length)}
          </Text>
        </div>
      )}
    </>
  );

  function content() {
    if (error) return <ErrorState error={error} onRetry={retry} />;
    if (!shown) return <Loading rows={8} />;
    if (state.view === 'table') return <GraphTable graph={shown} nameOfRole={nameOf} />;
    if (shown.edges.length === 0) {
      return (
        <EmptyState
          icon={<OrganizationRegular />}
          title={graphText.alone}
          hint={seeText.nothingMatchesHint}
        >
          <Button onClick={() => set({ ...noConditions, activeOn: '' })}>{seeText.clear}</Button>
        </EmptyState>
      );
    }
    const lit = state.pathTo === '' ? [] : (paths.data?.paths ?? []);
    return (
      <GraphView
        graph={shown}
        name={record.name}
        paths={chosenPath === undefined ? lit : lit.slice(chosenPath, chosenPath + 1)}
        state={state}
        set={choose}
        onPaths={() => setPathsOpen(true)}
      />
    );
  }

  function closePaths() {
    setPathsOpen(false);
    choose({ pathFrom: '', pathTo: '', pathDepth: '4' });
  }
}

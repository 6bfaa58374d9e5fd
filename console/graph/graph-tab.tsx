// The tab with the graph around a record: filters, the drawing or its table, paths.
import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
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
import type { StoredRecord } from '../../shared/contracts/answers/record-answers.ts';
import { RecordLink } from '../base/page-link.tsx';
import { EmptyState, ErrorState, Loading } from '../base/page-states.tsx';
import { useRolesById } from '../data/all-roles.ts';
import { dayText, graphText, pathText, viewsText } from '../text/views-text.ts';
import { DaySlider } from '../views/day-slider.tsx';
import { useAllConnections } from '../views/loaded-connections.tsx';
import { noViewFilters, ViewFilterChoices } from '../views/view-filters.tsx';
import { SmallChoice, TableSwitch, Toolbar } from '../views/view-toolbar.tsx';
import { VirtualTable } from '../views/virtual-table.tsx';
import type { RecordKey, ShownEdge, ShownGraph, ShownNode } from './graph-model.ts';
import { GraphView } from './graph-view.tsx';
import { PathPanel } from './path-panel.tsx';
import { type GraphState, useGraph, useGraphState } from './use-graph.ts';

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

export default function GraphTab({ record }: { readonly record: StoredRecord }) {
  const styles = useStyles();
  const [state, set] = useGraphState();
  const { shown, paths, error, retry, isFetching, isTruncated } = useGraph(record, state);
  const { nameOf } = useRolesById();
  const [arePathsOpen, setPathsOpen] = useState(state.pathTo !== '');
  const [isDayOpen, setDayOpen] = useState(state.activeOn !== '');
  const [chosenPath, setChosenPath] = useState<number | undefined>();
  const days = useAllConnections(record, noViewFilters, isDayOpen);
  const hasPaths = arePathsOpen || state.pathTo !== '';
  const choose: typeof set = (changes, options) => {
    setChosenPath(undefined);
    set(changes, options);
  };
  return (
    <>
      <Toolbar label={viewsText.filters}>
        <SmallChoice
          label={viewsText.depth}
          value={state.depth}
          options={depths.map((value) => ({ value, label: viewsText.depths(Number(value)) }))}
          onChoose={(depth) => set({ depth })}
        />
        <SmallChoice
          label={viewsText.atMost}
          value={state.maxNodes}
          options={sizes.map((size) => ({
            value: String(size),
            label: viewsText.atMostRecords(size),
          }))}
          onChoose={(maxNodes) => set({ maxNodes })}
        />
        <ViewFilterChoices record={record} value={state} onChange={set} />
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
          graph={shown}
          total={totalOf(shown, state)}
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
          hint={viewsText.nothingMatchesHint}
        >
          <Button onClick={() => set({ ...noViewFilters, activeOn: '' })}>{viewsText.clear}</Button>
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

/** The maximum that the service returns. */
const mostNodes = 1000;

interface TruncatedProps {
  readonly graph: ShownGraph;
  /** How many connections the record has; undefined if the graph shows others, too. */
  readonly total: number | undefined;
  readonly maxNodes: number;
  readonly onMore: (maxNodes: number) => void;
}

function Truncated({ graph, total, maxNodes, onMore }: TruncatedProps) {
  const [root] = graph.nodes;
  return (
    <MessageBar intent="warning" layout="auto">
      <MessageBarBody>
        {graphText.truncated(graph.nodes.length, root?.shown ?? 0, total)} {graphText.truncatedHelp}
      </MessageBarBody>
      {maxNodes < mostNodes && (
        <MessageBarActions>
          <Button size="small" onClick={() => onMore(mostNodes)}>
            {graphText.more(mostNodes)}
          </Button>
        </MessageBarActions>
      )}
    </MessageBar>
  );
}

/** With one step and no filters, the graph shows only the record's own connections: their number is known. */
function totalOf({ nodes: [root] }: ShownGraph, state: GraphState): number | undefined {
  const isFiltered = Object.entries({ ...noViewFilters, activeOn: '', depth: '1' }).some(
    ([key, standard]) => state[key as keyof GraphState] !== standard,
  );
  const isLarger = root?.degree !== undefined && root.degree > root.shown;
  return isLarger && !isFiltered ? root.degree : undefined;
}

interface TableProps {
  readonly graph: ShownGraph;
  readonly nameOfRole: (roleId: string | null) => string;
}

function GraphTable({ graph, nameOfRole }: TableProps) {
  const byKey = new Map(graph.nodes.map((node) => [node.key, node]));
  const ofNode = (key: RecordKey) => byKey.get(key) as ShownNode;
  const { columns } = graphText;
  return (
    <VirtualTable<ShownEdge>
      label={graphText.table(ofNode(graph.root).name)}
      rows={graph.edges}
      keyOf={({ id }) => id}
      columns={[
        {
          name: columns.from,
          cell: ({ from }) => <RecordLink record={ofNode(from)} tab="graph" />,
        },
        { name: columns.fromRole, cell: ({ fromRoleId }) => nameOfRole(fromRoleId) },
        { name: columns.to, cell: ({ to }) => <RecordLink record={ofNode(to)} tab="graph" /> },
        { name: columns.toRole, cell: ({ toRoleId }) => nameOfRole(toRoleId) },
        { name: columns.title, cell: ({ title }) => title ?? '' },
        { name: columns.validity, cell: ({ validity }) => viewsText.validities[validity] },
        { name: columns.state, cell: ({ state }) => viewsText.states[state] },
      ]}
    />
  );
}

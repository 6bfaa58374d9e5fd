// Charts of a record's connections: by role, type, category, state, and over time.
import { makeStyles, tokens } from '@fluentui/react-components';
import { DataBarHorizontalRegular } from '@fluentui/react-icons/svg/data-bar-horizontal';
import { useCall } from '../../api/read-hooks.ts';
import { useTypeNames } from '../../find/record-types.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { ErrorState } from '../../parts/error-state.tsx';
import { Loading } from '../../parts/loading.tsx';
import { useUrlState } from '../../parts/url-state.ts';
import type { TabProps } from '../../record/tab.ts';
import { categoryName } from '../../text/categories.ts';
import { chartText, seeText } from '../../text/see.ts';
import { TableSwitch, Toolbar } from '../toolbar.tsx';
import { BarChart } from './bar-chart.tsx';
import { OverTime } from './over-time.tsx';

const useStyles = makeStyles({
  grid: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 360px), 1fr))',
    gap: `${tokens.spacingVerticalXXL} ${tokens.spacingHorizontalXXXL}`,
    padding: tokens.spacingHorizontalL,
  },
  wide: { gridColumn: '1 / -1', minWidth: 0 },
});

const standard = { view: '' };

export default function ChartsTab({ record }: TabProps) {
  const styles = useStyles();
  const { type, id } = record;
  const [{ view }, set] = useUrlState(standard);
  const typeNames = useTypeNames();
  const { data, error, refetch } = useCall('getRecordSummary', { params: { type, id } });
  if (error) return <ErrorState error={error} onRetry={refetch} />;
  if (!data) return <Loading rows={8} />;
  if (data.total === 0) {
    return (
      <EmptyState
        icon={<DataBarHorizontalRegular />}
        title={chartText.none}
        hint={chartText.noneHint}
      />
    );
  }
  const asTable = view === 'table';
  const named = (groups: typeof data.byRole) =>
    groups.map(({ key, name, count }) => ({ key, name: name ?? key, count }));
  const types = data.byConnectedType.map(({ key, count }) => ({
    key,
    name: typeNames(key).many,
    count,
  }));
  const states = data.byState.map(({ key, count }) => ({
    key,
    name: seeText.states[key] ?? key,
    count,
  }));
  return (
    <>
      <Toolbar label={seeText.view}>
        <TableSwitch isOn={asTable} onSwitch={(isOn) => set({ view: isOn ? 'table' : '' })} />
      </Toolbar>
      <div className={styles.grid}>
        <BarChart
          title={chartText.byRole}
          counts={named(data.byRole)}
          filter="roleId"
          asTable={asTable}
        />
        <BarChart
          title={chartText.byType}
          counts={types}
          filter="connectedType"
          asTable={asTable}
        />
        <BarChart
          title={chartText.byCategory}
          counts={data.byCategory.map(({ key, count }) => ({
            key,
            name: categoryName(key),
            count,
          }))}
          filter="category"
          asTable={asTable}
        />
        <BarChart title={chartText.byState} counts={states} filter="state" asTable={asTable} />
        <div className={styles.wide}>
          <OverTime record={record} asTable={asTable} />
        </div>
      </div>
    </>
  );
}

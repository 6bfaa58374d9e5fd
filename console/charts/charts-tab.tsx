// Charts of a record's connections: by role, type, category, state, and over time.
import { makeStyles, tokens } from '@fluentui/react-components';
import { DataBarHorizontalRegular } from '@fluentui/react-icons/svg/data-bar-horizontal';
import type { StoredRecord } from '../../shared/contracts/answers/record-answers.ts';
import { useCall } from '../api/read-hooks.ts';
import { EmptyState, ErrorState, Loading } from '../base/page-states.tsx';
import { keyOfRole, noRoleKey } from '../base/role-keys.ts';
import { useUrlState } from '../base/url-state.ts';
import { useTypeNames } from '../data/all-record-types.tsx';
import { categoryName } from '../text/category-text.ts';
import { chartText, viewsText } from '../text/views-text.ts';
import { TableSwitch, Toolbar } from '../views/view-toolbar.tsx';
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

export default function ChartsTab({ record }: { readonly record: StoredRecord }) {
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
  const roles = data.byRole.map(({ key, name, count }) => ({
    key: keyOfRole(key),
    name: name ?? key ?? viewsText.noRole,
    count,
  }));
  const categories = data.byCategory.map(({ key, count }) =>
    key === null
      ? { key: noRoleKey, name: viewsText.noRole, count, filter: 'roleId' }
      : { key, name: categoryName(key), count },
  );
  const types = data.byConnectedType.map(({ key, count }) => ({
    key,
    name: typeNames(key).many,
    count,
  }));
  const states = data.byState.map(({ key, count }) => ({
    key,
    name: viewsText.states[key] ?? key,
    count,
  }));
  return (
    <>
      <Toolbar label={viewsText.view}>
        <TableSwitch isOn={asTable} onSwitch={(isOn) => set({ view: isOn ? 'table' : '' })} />
      </Toolbar>
      <div className={styles.grid}>
        <BarChart
          title={chartText.byRole(record.name)}
          counts={roles}
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
          title={chartText.byCategory(record.name)}
          counts={categories}
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

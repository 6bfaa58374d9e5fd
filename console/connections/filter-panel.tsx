// The filters of a record's connections, each a field.
import { Field, makeStyles, tokens } from '@fluentui/react-components';
import type { LiaisonProblem } from '../../shared/client/liaison-problem.ts';
import type { RecordSummary } from '../../shared/contracts/count-schemas.ts';
import { useTypeNames } from '../find/record-types.ts';
import { useRoles } from '../find/roles.ts';
import { Choice, type ChoiceOption } from '../parts/choice.tsx';
import { DayInput } from '../parts/day-input.tsx';
import { formatNumber } from '../parts/format.ts';
import { categoryName } from '../text/categories.ts';
import { connectText } from '../text/connect.ts';
import { connectionsText } from '../text/connections.ts';
import { AppliedInput } from './applied-input.tsx';
import { FilterExpression } from './filter-expression.tsx';
import type { Filters } from './filters.ts';

const useStyles = makeStyles({
  panel: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(140px, 1fr))',
    gap: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    alignItems: 'start',
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM} ${tokens.spacingVerticalM}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    background: tokens.colorNeutralBackground2,
    // A field is no wider than its column, though a browser would have its input so.
    '& > *': { minWidth: 0 },
    '& .fui-Input': { width: '100%', minWidth: 0 },
  },
  whole: { gridColumn: '1 / -1', '@media (min-width: 900px)': { gridColumn: 'span 3' } },
});

interface Props {
  readonly filters: Filters;
  readonly onChange: (change: Partial<Filters>) => void;
  readonly counts: RecordSummary | undefined;
  /** What the service said of the list; shown here where it is about the expression. */
  readonly error: LiaisonProblem | null;
}

export function FilterPanel({ filters, onChange, counts, error }: Props) {
  const styles = useStyles();
  const { items: roles } = useRoles();
  const typeNames = useTypeNames();
  const counted = (
    groups: readonly { key: string; name?: string | undefined; count: number }[] = [],
    textOf = (key: string, name?: string) => name ?? key,
  ): ChoiceOption[] =>
    groups.map(({ key, name, count }) => ({
      value: key,
      text: textOf(key, name),
      note: formatNumber(count),
    }));
  const choice = (
    name: keyof Filters,
    label: string,
    options: readonly ChoiceOption[],
    valueText?: string,
  ) => (
    <Field label={label} size="small">
      <Choice
        groups={[{ label: '', options }]}
        value={filters[name]}
        valueText={valueText}
        onChange={(value) => onChange({ [name]: value })}
        none={connectionsText.any}
        noneFits={connectText.noRoleFits}
      />
    </Field>
  );
  const roleName = (id: string) => roles.find((role) => role.id === id)?.name;
  const { columns: label } = connectionsText;
  return (
    <section className={styles.panel} aria-label={connectionsText.filters}>
      {choice('roleId', label.roleHere, counted(counts?.byRole), roleName(filters.roleId))}
      {choice(
        'connectedRoleId',
        label.roleThere,
        roles.map(({ id, name, category }) => ({
          value: id,
          text: name,
          note: categoryName(category),
        })),
      )}
      {choice(
        'connectedType',
        label.type,
        counted(counts?.byConnectedType, (key) => typeNames(key).one),
        typeNames(filters.connectedType).one,
      )}
      {choice(
        'category',
        connectionsText.categoryHere,
        counted(counts?.byCategory, categoryName),
        categoryName(filters.category),
      )}
      {choice('state', label.state, [
        { value: 'active', text: connectionsText.state.active },
        { value: 'inactive', text: connectionsText.state.inactive },
      ])}
      <Field label={connectionsText.activeOn} size="small">
        <DayInput value={filters.activeOn} onApply={(activeOn) => onChange({ activeOn })} />
      </Field>
      <Field label={label.owner} size="small">
        <AppliedInput
          value={filters.ownerId}
          placeholder={connectionsText.any}
          onApply={(ownerId) => onChange({ ownerId })}
        />
      </Field>
      <div className={styles.whole}>
        <FilterExpression
          value={filters.filter}
          onApply={(filter) => onChange({ filter })}
          wrong={error?.errors.find(({ path }) => path === 'filter')?.message}
        />
      </div>
    </section>
  );
}

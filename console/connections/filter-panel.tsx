// The panel with the filters of a record's connections.
import { Field, Input, type InputProps, makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import type { LiaisonProblem } from '../../shared/client/liaison-problem.ts';
import type { NamedRecord } from '../../shared/contracts/answers/connection-answers.ts';
import type { RecordSummary } from '../../shared/contracts/answers/count-answers.ts';
import { DayInput } from '../base/day-input.tsx';
import { noRoleKey } from '../base/role-keys.ts';
import { Choice, type ChoiceOption } from '../base/searchable-choice.tsx';
import { useTypeNames } from '../data/all-record-types.tsx';
import { useRoles } from '../data/all-roles.ts';
import { categoryName } from '../text/category-text.ts';
import { connectionFormText } from '../text/connection-form-text.ts';
import { connectionsText } from '../text/connections-text.ts';
import { formatNumber } from '../text/format.ts';
import type { Filters } from './connection-filters.ts';

const useStyles = makeStyles({
  panel: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(140px, 1fr))',
    gap: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    alignItems: 'start',
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM} ${tokens.spacingVerticalM}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    background: tokens.colorNeutralBackground2,
    // Keeps inputs from being wider than their column.
    '& > *': { minWidth: 0 },
    '& .fui-Input': { width: '100%', minWidth: 0 },
  },
  whole: { gridColumn: '1 / -1', '@media (min-width: 900px)': { gridColumn: 'span 3' } },
});

interface Props {
  readonly record: NamedRecord;
  readonly filters: Filters;
  readonly onChange: (change: Partial<Filters>) => void;
  readonly counts: RecordSummary | undefined;
  /** The error of the list; shown here if it is about the expression. */
  readonly error: LiaisonProblem | null;
}

export function FilterPanel({ record, filters, onChange, counts, error }: Props) {
  const styles = useStyles();
  const { items: roles } = useRoles();
  const typeNames = useTypeNames();
  const counted = (
    groups: readonly { key: string | null; name?: string | undefined; count: number }[] = [],
    textOf = (key: string, name?: string) => name ?? key,
  ): ChoiceOption[] =>
    groups.flatMap(({ key, name, count }) =>
      key === null ? [] : [{ value: key, text: textOf(key, name), note: formatNumber(count) }],
    );
  const noRole = { value: noRoleKey, text: connectionsText.noRole };
  const blank = counts?.byRole.find(({ key }) => key === null);
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
        noneFits={connectionFormText.noRoleFits}
      />
    </Field>
  );
  const roleName = (id: string) =>
    id === noRoleKey ? noRole.text : roles.find((role) => role.id === id)?.name;
  const { columns: label } = connectionsText;
  return (
    <section className={styles.panel} aria-label={connectionsText.filters}>
      {choice(
        'roleId',
        connectionsText.ownRole(record.name),
        [
          ...counted(counts?.byRole),
          ...(blank ? [{ ...noRole, note: formatNumber(blank.count) }] : []),
        ],
        roleName(filters.roleId),
      )}
      {choice(
        'connectedRoleId',
        label.connectedRole,
        [
          ...roles.map(({ id, name, category }) => ({
            value: id,
            text: name,
            note: categoryName(category),
          })),
          noRole,
        ],
        roleName(filters.connectedRoleId),
      )}
      {choice(
        'connectedType',
        label.type,
        counted(counts?.byConnectedType, (key) => typeNames(key).one),
        typeNames(filters.connectedType).one,
      )}
      {choice(
        'category',
        connectionsText.categoryOfOwnRole(record.name),
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

const useExpressionStyles = makeStyles({
  code: { fontFamily: tokens.fontFamilyMonospace },
  place: {
    display: 'block',
    marginTop: tokens.spacingVerticalXS,
    padding: `${tokens.spacingVerticalXXS} ${tokens.spacingHorizontalS}`,
    overflowX: 'auto',
    whiteSpace: 'pre',
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    background: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusMedium,
  },
  mark: {
    background: tokens.colorStatusDangerBackground2,
    color: tokens.colorStatusDangerForeground2,
    textDecorationLine: 'underline',
    textDecorationStyle: 'wavy',
  },
});

interface ExpressionProps {
  readonly value: string;
  readonly onApply: (value: string) => void;
  /** The service's error message about the expression. */
  readonly wrong: string | undefined;
}

function FilterExpression({ value, onApply, wrong }: ExpressionProps) {
  const styles = useExpressionStyles();
  // The service counts characters from 1.
  const place = Number(/at character (\d+)/.exec(wrong ?? '')?.[1] ?? 0);
  const from = place - 1;
  const length = /^[\p{L}\d_]+/u.exec(value.slice(from))?.[0].length ?? 1;
  return (
    <Field
      size="small"
      label={connectionsText.expression}
      hint={connectionsText.expressionHint}
      {...(wrong ? { validationState: 'error', validationMessage: wrong } : {})}
    >
      {(field) => (
        <div>
          <AppliedInput
            {...field}
            input={{ className: styles.code }}
            style={{ width: '100%' }}
            spellCheck={false}
            autoComplete="off"
            maxLength={2000}
            value={value}
            onApply={onApply}
          />
          {place > 0 && (
            <span className={styles.place}>
              {value.slice(0, from)}
              <mark className={styles.mark} title={connectionsText.expressionPlace(place)}>
                {value.slice(from, from + length) || ' '}
              </mark>
              {value.slice(from + length)}
            </span>
          )}
        </div>
      )}
    </Field>
  );
}

type AppliedInputProps = Omit<InputProps, 'value' | 'onChange'> & {
  readonly value: string;
  readonly onApply: (value: string) => void;
};

function AppliedInput({ value, onApply, ...rest }: AppliedInputProps) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const apply = () => {
    if (typed.trim() !== value) onApply(typed.trim());
  };
  return (
    <Input
      {...rest}
      value={typed}
      onChange={(_, { value: next }) => setTyped(next)}
      onBlur={apply}
      onKeyDown={({ key }) => key === 'Enter' && apply()}
    />
  );
}

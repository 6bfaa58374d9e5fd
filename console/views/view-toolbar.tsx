// The row of controls above a view: dropdowns, and the switch to the view's table.
import { makeStyles, Select, ToggleButton, tokens } from '@fluentui/react-components';
import { TableRegular } from '@fluentui/react-icons/svg/table';
import { type ReactNode, useId } from 'react';
import { viewsText } from '../text/views-text.ts';

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'flex-end',
    gap: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    '@media (max-width: 640px)': { padding: tokens.spacingVerticalS },
  },
});

export function Toolbar({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ReactNode;
}) {
  const styles = useStyles();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend would take a line of its own
    <div className={styles.bar} role="group" aria-label={label}>
      {children}
    </div>
  );
}

interface TableSwitchProps {
  readonly isOn: boolean;
  readonly onSwitch: (isOn: boolean) => void;
}

/** `view=table` in the address of every view. */
export function TableSwitch({ isOn, onSwitch }: TableSwitchProps) {
  return (
    <ToggleButton
      size="small"
      icon={<TableRegular />}
      checked={isOn}
      onClick={() => onSwitch(!isOn)}
    >
      {viewsText.asTable}
    </ToggleButton>
  );
}

const useChoiceStyles = makeStyles({
  choice: {
    display: 'grid',
    gap: tokens.spacingVerticalXXS,
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground2,
    minWidth: 0,
    flex: '0 1 auto',
  },
  select: { minWidth: 0, maxWidth: '200px' },
});

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChoose: (value: string) => void;
}

export function SmallChoice({ label, value, options, onChoose }: ChoiceProps) {
  const styles = useChoiceStyles();
  const id = useId();
  // A value from the address is shown even if it is not one of the options.
  const isThere = options.some((each) => each.value === value);
  return (
    <div className={styles.choice}>
      <label htmlFor={id}>{label}</label>
      <Select
        id={id}
        className={styles.select}
        size="small"
        value={value}
        onChange={(_, { value: chosen }) => onChoose(chosen)}
      >
        {!isThere && <option value={value}>{value}</option>}
        {options.map((each) => (
          <option key={each.value} value={each.value}>
            {each.label}
          </option>
        ))}
      </Select>
    </div>
  );
}

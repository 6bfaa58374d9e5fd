// The row of controls above a view, and the switch to its table.
import { makeStyles, ToggleButton, tokens } from '@fluentui/react-components';
import { TableRegular } from '@fluentui/react-icons/svg/table';
import type { ReactNode } from 'react';
import { seeText } from '../text/see.ts';

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
      {seeText.asTable}
    </ToggleButton>
  );
}

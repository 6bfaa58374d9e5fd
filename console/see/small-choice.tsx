// A choice among a few, small enough to stand in a row with others.
import { makeStyles, Select, tokens } from '@fluentui/react-components';
import { useId } from 'react';

const useStyles = makeStyles({
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

interface Props {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChoose: (value: string) => void;
}

export function SmallChoice({ label, value, options, onChoose }: Props) {
  const styles = useStyles();
  const id = useId();
  // What the address asks for is shown, though it be none of the choices.
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

// The tick of a row, or of the head. The browser's own: a Fluent one in each row costs a third of the
// time that a page of rows takes to draw.
import { makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useRef } from 'react';

const useStyles = makeStyles({
  tick: {
    width: '16px',
    height: '16px',
    margin: 0,
    cursor: 'pointer',
    accentColor: tokens.colorCompoundBrandBackground,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '2px' },
  },
});

interface Props {
  readonly checked: boolean | 'mixed';
  readonly label: string;
  /** Left out in rows: the grid hears of it, as of all that happens in them. */
  readonly onChange?: () => void;
  /** The cell's place, as the grid's keys find it. */
  readonly at: string;
  readonly tabIndex: 0 | -1;
}

const heardByTheGrid = () => {};

export function GridTick({ checked, label, onChange = heardByTheGrid, at, tabIndex }: Props) {
  const styles = useStyles();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (input.current) input.current.indeterminate = checked === 'mixed';
  }, [checked]);
  return (
    <input
      ref={input}
      type="checkbox"
      className={styles.tick}
      checked={checked === true}
      onChange={onChange}
      aria-label={label}
      data-at={at}
      tabIndex={tabIndex}
    />
  );
}

// The head and the rows of the grid of connections.
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { memo, useEffect, useRef } from 'react';
import type { ConnectionView } from '../../shared/contracts/answers/connection-answers.ts';
import { connectionsText } from '../text/connections-text.ts';
import type { Column } from './grid-columns.tsx';

/** Width of the column with checkboxes, in px. */
export const tickWidth = 40;

const useCellStyles = makeStyles({
  cell: {
    display: 'flex',
    alignItems: 'center',
    minWidth: 0,
    boxSizing: 'border-box',
    padding: `0 ${tokens.spacingHorizontalS}`,
    background: 'inherit',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  tick: { justifyContent: 'center', padding: 0, position: 'sticky', left: 0, zIndex: 1 },
  sticky: { position: 'sticky', left: `${tickWidth}px`, zIndex: 1 },
});

const useStyles = makeStyles({
  row: {
    position: 'absolute',
    left: 0,
    display: 'grid',
    minWidth: '100%',
    boxSizing: 'border-box',
    cursor: 'pointer',
    background: tokens.colorNeutralBackground1,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    ':hover': { background: tokens.colorNeutralBackground3 },
  },
  chosen: {
    background: tokens.colorBrandBackground2,
    ':hover': { background: tokens.colorBrandBackground2 },
  },
  open: { boxShadow: `inset 3px 0 0 ${tokens.colorCompoundBrandBackground}` },
});

interface Props {
  readonly connection: ConnectionView;
  readonly index: number;
  /** In px from the first row. */
  readonly top: number;
  readonly height: number;
  readonly columns: readonly Column[];
  /** Value of `grid-template-columns`, including the column with checkboxes. */
  readonly template: string;
  readonly ticked: boolean;
  readonly open: boolean;
  /** The column in the tab order; -1 if it is in another row. */
  readonly focused: number;
  readonly typeName: (type: string) => string;
}

export const GridRow = memo(function GridRow(props: Props) {
  const { connection, index, columns, ticked, open, focused } = props;
  const styles = useStyles();
  const cells = useCellStyles();
  const focusOf = (column: number) =>
    ({ 'data-at': `${index}:${column}`, tabIndex: focused === column ? 0 : -1 }) as const;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot be drawn in part
    // biome-ignore lint/a11y/useFocusableInteractive: its cells have the focus
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={ticked}
      data-row={index}
      className={mergeClasses(styles.row, (ticked || open) && styles.chosen, open && styles.open)}
      style={{ top: props.top, height: props.height, gridTemplateColumns: props.template }}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the checkbox has the focus */}
      <div role="gridcell" aria-colindex={1} className={mergeClasses(cells.cell, cells.tick)}>
        <GridTick
          checked={ticked}
          label={connectionsText.selectOne(
            connection.record2.name,
            connection.record2RoleName ?? '',
          )}
          at={`${index}:0`}
          tabIndex={focused === 0 ? 0 : -1}
        />
      </div>
      {columns.map((column, at) => {
        const focus = focusOf(at + 1);
        return (
          // biome-ignore lint/a11y/useSemanticElements: as above
          // biome-ignore lint/a11y/useFocusableInteractive: the cell or its content has the focus
          <div
            key={column.key}
            role="gridcell"
            aria-colindex={at + 2}
            className={mergeClasses(cells.cell, column.sticks && cells.sticky)}
            {...(column.focuses ? {} : focus)}
          >
            {column.cell(connection, { focus, typeName: props.typeName })}
          </div>
        );
      })}
    </div>
  );
});

const useTickStyles = makeStyles({
  tick: {
    width: '16px',
    height: '16px',
    margin: 0,
    cursor: 'pointer',
    accentColor: tokens.colorCompoundBrandBackground,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '2px' },
  },
});

interface TickProps {
  readonly checked: boolean | 'mixed';
  readonly label: string;
  /** Left out in rows, whose events the grid handles. */
  readonly onChange?: () => void;
  /** Row and column of the cell, by which the grid finds it. */
  readonly at: string;
  readonly tabIndex: 0 | -1;
}

const heardByTheGrid = () => {};

function GridTick({ checked, label, onChange = heardByTheGrid, at, tabIndex }: TickProps) {
  const styles = useTickStyles();
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

/** Height of the head, in px. */
export const headHeight = 40;

const useHeadStyles = makeStyles({
  label: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  head: {
    position: 'sticky',
    top: 0,
    zIndex: 2,
    display: 'grid',
    height: `${headHeight}px`,
    boxSizing: 'border-box',
    background: tokens.colorNeutralBackground1,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground2,
  },
});

interface HeadProps {
  readonly columns: readonly Column[];
  /** Value of `grid-template-columns`, including the column with checkboxes. */
  readonly template: string;
  /** In px. */
  readonly minWidth: number;
  readonly ticked: boolean | 'mixed';
  readonly onTickAll: () => void;
  /** The column in the tab order; -1 if it is in a row. */
  readonly focused: number;
}

export function GridHead({ columns, template, minWidth, ticked, onTickAll, focused }: HeadProps) {
  const styles = useHeadStyles();
  const cells = useCellStyles();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot be drawn in part
    <div role="rowgroup" className={styles.head} style={{ minWidth }}>
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: as above */}
      <div
        role="row"
        aria-rowindex={1}
        style={{ display: 'grid', gridTemplateColumns: template, background: 'inherit' }}
      >
        {/* biome-ignore lint/a11y/useSemanticElements: as above */}
        {/* biome-ignore lint/a11y/useFocusableInteractive: as above */}
        <div role="columnheader" aria-colindex={1} className={mergeClasses(cells.cell, cells.tick)}>
          <GridTick
            checked={ticked}
            onChange={onTickAll}
            label={connectionsText.selectAll}
            at="-1:0"
            tabIndex={focused === 0 ? 0 : -1}
          />
        </div>
        {columns.map(({ key, label, sticks }, column) => (
          // biome-ignore lint/a11y/useSemanticElements: as above
          <div
            key={key}
            role="columnheader"
            aria-colindex={column + 2}
            data-at={`-1:${column + 1}`}
            tabIndex={focused === column + 1 ? 0 : -1}
            className={mergeClasses(cells.cell, sticks && cells.sticky)}
            title={label}
          >
            <span className={styles.label}>{label}</span>
          </div>
        ))}
      </div>
    </div>
  );
}

// A row of the grid of connections. Drawn anew only when something of it has changed.
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { memo } from 'react';
import type { ConnectionView } from '../../shared/contracts/connection-schemas.ts';
import { connectionsText } from '../text/connections.ts';
import type { Column } from './columns.tsx';
import { GridTick } from './grid-tick.tsx';

/** Width of the column of ticks, in px. */
export const tickWidth = 40;

export const useCellStyles = makeStyles({
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
  /** As CSS grids write columns, the column of ticks included. */
  readonly template: string;
  readonly ticked: boolean;
  readonly open: boolean;
  /** The column that Tab reaches; -1 when that is in another row. */
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
      {/* biome-ignore lint/a11y/useFocusableInteractive: the tick has the focus */}
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
          // biome-ignore lint/a11y/useFocusableInteractive: it or what is in it has the focus
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

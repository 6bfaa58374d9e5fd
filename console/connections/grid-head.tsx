// The head of the grid of connections: what the columns are called, and the tick for all rows.
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { connectionsText } from '../text/connections.ts';
import type { Column } from './columns.tsx';
import { useCellStyles } from './grid-row.tsx';
import { GridTick } from './grid-tick.tsx';

/** Height of the head, in px. */
export const headHeight = 40;

const useStyles = makeStyles({
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

interface Props {
  readonly columns: readonly Column[];
  /** As CSS grids write columns, the column of ticks included. */
  readonly template: string;
  /** In px. */
  readonly minWidth: number;
  readonly ticked: boolean | 'mixed';
  readonly onTickAll: () => void;
  /** The column that Tab reaches; -1 when that is in a row. */
  readonly focused: number;
}

export function GridHead({ columns, template, minWidth, ticked, onTickAll, focused }: Props) {
  const styles = useStyles();
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
          >
            {label}
          </div>
        ))}
      </div>
    </div>
  );
}

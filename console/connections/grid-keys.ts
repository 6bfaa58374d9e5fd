// Moving in a grid by keys, as the ARIA practices have it.

/** Row -1 is the head; column 0 is that of ticks. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

/** Where a key leads; undefined when it leads nowhere. `page` is how many rows are in view. */
export function placeAfter(
  { key, ctrlKey, metaKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey'>,
  { row, column }: Place,
  { rows, columns, page }: { readonly rows: number; readonly columns: number; page: number },
): Place | undefined {
  const far = ctrlKey || metaKey;
  const last = columns - 1;
  const moved: Partial<Record<string, Place>> = {
    ArrowDown: { row: row + 1, column },
    ArrowUp: { row: row - 1, column },
    ArrowRight: { row, column: column + 1 },
    ArrowLeft: { row, column: column - 1 },
    PageDown: { row: row + page, column },
    PageUp: { row: Math.max(row - page, 0), column },
    Home: { row: far ? 0 : row, column: 0 },
    End: { row: far ? rows - 1 : row, column: last },
  };
  const to = moved[key];
  return (
    to && {
      row: Math.min(Math.max(to.row, -1), rows - 1),
      column: Math.min(Math.max(to.column, 0), last),
    }
  );
}

// Styles of the tables on these pages: cells as in Dynamics 365, fewer columns in narrow windows.

import { makeStyles, tokens } from '@fluentui/react-components';
import { narrow } from '../base/media-queries.ts';

export const useTableStyles = makeStyles({
  card: {
    background: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusLarge,
    boxShadow: tokens.shadow2,
    overflow: 'hidden',
  },
  table: { width: '100%', borderCollapse: 'collapse', tableLayout: 'fixed' },
  head: {
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}`,
    textAlign: 'start',
    fontSize: tokens.fontSizeBase200,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground2,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  row: {
    ':hover': { background: tokens.colorNeutralBackground1Hover },
    ':not(:last-child)': { borderBottom: `1px solid ${tokens.colorNeutralStroke2}` },
  },
  cell: {
    height: '44px',
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL}`,
    overflowWrap: 'anywhere',
    boxSizing: 'border-box',
    [narrow]: { paddingInline: tokens.spacingHorizontalM },
  },
  clipped: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  number: { textAlign: 'end', fontVariantNumeric: 'tabular-nums' },
  quiet: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  /** Hidden in narrow windows. */
  wide: { [narrow]: { display: 'none' } },
  commands: { display: 'flex', justifyContent: 'flex-end' },
});

// Styles of the graph drawing; elements that the painter creates are selected by their attributes.
import { makeStyles, tokens } from '@fluentui/react-components';

const halo = {
  stroke: tokens.colorNeutralBackground1,
  strokeWidth: '3px',
  strokeLinejoin: 'round',
  paintOrder: 'stroke',
} as const;
export const useCanvasStyles = makeStyles({
  svg: {
    display: 'block',
    width: '100%',
    height: '100%',
    touchAction: 'none',
    userSelect: 'none',
    cursor: 'grab',
    ':active': { cursor: 'grabbing' },
    fontFamily: tokens.fontFamilyBase,
    '& [data-line]': {
      fill: 'none',
      stroke: tokens.colorNeutralStrokeAccessible,
      strokeOpacity: 0.55,
      strokeWidth: '1.25px',
      vectorEffect: 'non-scaling-stroke',
    },
    '& [data-line="elsewhen"]': { strokeDasharray: '6 4' },
    '& [data-line="inactive"]': { strokeDasharray: '1.5 4', strokeLinecap: 'round' },
    '& [data-line="lit"]': {
      stroke: tokens.colorBrandStroke1,
      strokeOpacity: 1,
      strokeWidth: '2.5px',
    },
    '& [data-kind]': { textAnchor: 'middle', pointerEvents: 'none', ...halo },
    '& [data-kind="name"]': { fontSize: '12px', fill: tokens.colorNeutralForeground1 },
    '& [data-kind="root"]': {
      fontSize: '14px',
      fontWeight: tokens.fontWeightSemibold,
      fill: tokens.colorNeutralForeground1,
    },
    '& [data-kind="role"]': { fontSize: '10.5px', fill: tokens.colorNeutralForeground2 },
    // Thousands of dashed lines would be slow to paint.
    '&[data-many] [data-line]': { strokeDasharray: 'none', strokeOpacity: 0.3 },
    '&[data-many] [data-line="lit"]': { strokeOpacity: 1 },
    // Opacity of strokes and fills: `opacity` itself would create a layer for each element.
    '&[data-emphasis] [data-line]:not([data-line="lit"])': { strokeOpacity: 0.15 },
    '&[data-emphasis] [data-node]:not([data-lit]) :is(path, text)': {
      fillOpacity: 0.3,
      strokeOpacity: 0.3,
    },
    '& [data-quiet]': { fillOpacity: 0.4 },
  },
});

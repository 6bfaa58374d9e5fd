// The look of a record type in graphs: shape, letter and color, the same on every page.
import { tokens } from '@fluentui/react-components';
import { useMemo } from 'react';
import { useRecordTypes } from '../data/all-record-types.tsx';

/** Outlines around the origin, of about the same area as a circle of radius 1. */
const shapes = [
  'M0-1A1 1 0 1 1 0 1A1 1 0 1 1 0-1Z',
  'M-.62-.88H.62Q.88-.88 .88-.62V.62Q.88 .88 .62 .88H-.62Q-.88 .88-.88 .62V-.62Q-.88-.88-.62-.88Z',
  'M0-1.14L1.14 0L0 1.14L-1.14 0Z',
  'M-.53-.95H.53L1.08 0L.53 .95H-.53L-1.08 0Z',
  'M0-1.08L1.08-.28L.67 .98H-.67L-1.08-.28Z',
  'M0-1.15L1.1 .8H-1.1Z',
  'M-.45-1.05H.45L1.05-.45V.45L.45 1.05H-.45L-1.05 .45V-.45Z',
  'M0 1.15L1.1-.8H-1.1Z',
] as const;

/** Fill, then outline and letter: Fluent's color pairs for personas, legible in both themes. */
const colors = [
  [tokens.colorPaletteNavyBackground2, tokens.colorPaletteNavyForeground2],
  [tokens.colorPaletteTealBackground2, tokens.colorPaletteTealForeground2],
  [tokens.colorPaletteCranberryBackground2, tokens.colorPaletteCranberryForeground2],
  [tokens.colorPaletteMarigoldBackground2, tokens.colorPaletteMarigoldForeground2],
  [tokens.colorPaletteGrapeBackground2, tokens.colorPaletteGrapeForeground2],
  [tokens.colorPaletteForestBackground2, tokens.colorPaletteForestForeground2],
  [tokens.colorPalettePumpkinBackground2, tokens.colorPalettePumpkinForeground2],
  [tokens.colorPaletteSteelBackground2, tokens.colorPaletteSteelForeground2],
  [tokens.colorPaletteMagentaBackground2, tokens.colorPaletteMagentaForeground2],
  [tokens.colorPaletteBrownBackground2, tokens.colorPaletteBrownForeground2],
] as const;

export interface TypeLook {
  readonly name: string;
  readonly letter: string;
  /** Path data within a circle of radius 1. */
  readonly shape: string;
  readonly fill: string;
  readonly line: string;
}

/** Looks by type, assigned in the order of all type ids, so that they do not depend on what is shown. */
export function useTypeLooks(): (type: string) => TypeLook {
  const { items } = useRecordTypes();
  return useMemo(() => {
    const ids = items.map(({ type }) => type).sort();
    const names = new Map(items.map((each) => [each.type, each.displayName]));
    return (type) => {
      const at = Math.max(0, ids.indexOf(type));
      const [fill, line] = colors[at % colors.length] as (typeof colors)[number];
      const name = names.get(type) ?? type;
      return {
        name,
        letter: name.charAt(0).toUpperCase(),
        shape: shapes[at % shapes.length] as string,
        fill,
        line,
      };
    };
  }, [items]);
}

// The mark of a record type: its shape, and its letter. Both within an `svg`, about its origin.
import { makeStyles, tokens } from '@fluentui/react-components';
import type { TypeLook } from './type-look.ts';

const useStyles = makeStyles({
  letter: {
    fontWeight: tokens.fontWeightSemibold,
    textAnchor: 'middle',
    userSelect: 'none',
    pointerEvents: 'none',
  },
});

interface Props {
  readonly look: TypeLook;
  readonly radius: number;
}

export function NodeMark({ look, radius }: Props) {
  return (
    <path
      d={look.shape}
      transform={`scale(${radius})`}
      fill={look.fill}
      stroke={look.line}
      strokeWidth={1.5}
      vectorEffect="non-scaling-stroke"
    />
  );
}

/** Not a part of the button that the mark is: its name says the type in full. */
export function NodeLetter({ look, radius }: Props) {
  const styles = useStyles();
  return (
    <text
      className={styles.letter}
      y={radius * 0.36}
      fontSize={radius}
      fill={look.line}
      aria-hidden
    >
      {look.letter}
    </text>
  );
}

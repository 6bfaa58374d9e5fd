// The mark of a record type: its shape with its letter.
import { makeStyles, tokens } from '@fluentui/react-components';
import type { TypeLook } from './type-look.ts';

const useStyles = makeStyles({
  letter: { fontWeight: tokens.fontWeightSemibold, textAnchor: 'middle', userSelect: 'none' },
});

interface Props {
  readonly look: TypeLook;
  readonly radius: number;
  /** Left out where there are too many to read them. */
  readonly withLetter?: boolean;
}

/** Within an `svg`, about its origin. */
export function NodeMark({ look, radius, withLetter = true }: Props) {
  const styles = useStyles();
  return (
    <>
      <path
        d={look.shape}
        transform={`scale(${radius})`}
        fill={look.fill}
        stroke={look.line}
        strokeWidth={1.5}
        vectorEffect="non-scaling-stroke"
      />
      {withLetter && (
        <text className={styles.letter} y={radius * 0.36} fontSize={radius} fill={look.line}>
          {look.letter}
        </text>
      )}
    </>
  );
}

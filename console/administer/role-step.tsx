// A numbered section of the role form.
import { makeStyles, Subtitle2, Text, tokens } from '@fluentui/react-components';
import { type ReactNode, useId } from 'react';

const useStyles = makeStyles({
  root: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalXL,
    background: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusLarge,
    boxShadow: tokens.shadow2,
    '@media (max-width: 640px)': { padding: tokens.spacingHorizontalL },
  },
  head: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM },
  number: {
    display: 'grid',
    placeContent: 'center',
    flexShrink: 0,
    width: '28px',
    height: '28px',
    borderRadius: tokens.borderRadiusCircular,
    background: tokens.colorBrandBackground,
    color: tokens.colorNeutralForegroundOnBrand,
    fontWeight: tokens.fontWeightSemibold,
  },
  heading: { margin: 0 },
  hint: { color: tokens.colorNeutralForeground2, maxWidth: '80ch' },
});

interface Props {
  readonly number: number;
  readonly heading: string;
  readonly hint?: string;
  readonly children: ReactNode;
}

export function Step({ number, heading, hint, children }: Props) {
  const styles = useStyles();
  const id = useId();
  return (
    <section className={styles.root} aria-labelledby={id}>
      <div className={styles.head}>
        <span className={styles.number} aria-hidden>
          {number}
        </span>
        <Subtitle2 as="h2" id={id} className={styles.heading}>
          {heading}
        </Subtitle2>
      </div>
      {hint && <Text className={styles.hint}>{hint}</Text>}
      {children}
    </section>
  );
}

// What stands where there is nothing to show: why, and what to do.
import { makeStyles, Text, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: tokens.spacingVerticalS,
    padding: `${tokens.spacingVerticalXXXL} ${tokens.spacingHorizontalL}`,
    textAlign: 'center',
  },
  icon: { fontSize: '40px', lineHeight: 1, color: tokens.colorNeutralForeground3 },
  hint: { color: tokens.colorNeutralForeground2, maxWidth: '60ch' },
  actions: { display: 'flex', gap: tokens.spacingHorizontalS, marginTop: tokens.spacingVerticalS },
});

interface Props {
  readonly icon?: ReactNode;
  readonly title: string;
  readonly hint?: string | undefined;
  /** Buttons or links. */
  readonly children?: ReactNode;
}

export function EmptyState({ icon, title, hint, children }: Props) {
  const styles = useStyles();
  return (
    <div className={styles.root}>
      {icon && (
        <span className={styles.icon} aria-hidden>
          {icon}
        </span>
      )}
      <Text size={400} weight="semibold">
        {title}
      </Text>
      {hint && <Text className={styles.hint}>{hint}</Text>}
      {children && <div className={styles.actions}>{children}</div>}
    </div>
  );
}

// A page: its heading, which gets the focus after navigation, the browser's title, and the content.
import { makeStyles, mergeClasses, tokens, typographyStyles } from '@fluentui/react-components';
import { type ReactNode, useEffect, useRef } from 'react';
import { useLocation } from 'react-router';
import { layoutText } from '../text/layout-text.ts';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
    padding: `${tokens.spacingVerticalXL} ${tokens.spacingHorizontalXXL}`,
    maxWidth: '1600px',
    boxSizing: 'border-box',
    '@media (max-width: 640px)': {
      padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalM}`,
      gap: tokens.spacingVerticalM,
    },
  },
  fill: { height: '100%' },
  top: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'flex-start',
    justifyContent: 'space-between',
    gap: tokens.spacingHorizontalM,
  },
  heading: {
    ...typographyStyles.title2,
    margin: 0,
    outlineStyle: 'none',
    overflowWrap: 'anywhere',
  },
  name: { minWidth: 0, flex: '1 1 16rem' },
});

/** Undefined on the first page, where the browser decides about the focus. */
let arrivedAt: string | undefined;

interface Props {
  /** Heading, and title of the browser tab. */
  readonly title: string;
  /** Content above and below the heading. */
  readonly above?: ReactNode;
  readonly beneath?: ReactNode;
  /** Commands, at the end of the heading's line. */
  readonly commands?: ReactNode;
  /** Fills the height of the window, for content that scrolls on its own. */
  readonly fill?: boolean;
  /** Id of the element that gets the focus instead of the heading. */
  readonly first?: string;
  readonly children: ReactNode;
}

export function Page({ title, above, beneath, commands, fill = false, first, children }: Props) {
  const styles = useStyles();
  const { pathname } = useLocation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = layoutText.title(title);
  }, [title]);
  useEffect(() => {
    if (first) document.getElementById(first)?.focus();
    else if (arrivedAt !== undefined && arrivedAt !== pathname) heading.current?.focus();
    arrivedAt = pathname;
  }, [pathname, first]);
  return (
    <div className={mergeClasses(styles.root, fill && styles.fill)}>
      <div className={styles.top}>
        <div className={styles.name}>
          {above}
          <h1 className={styles.heading} tabIndex={-1} ref={heading}>
            {title}
          </h1>
          {beneath}
        </div>
        {commands}
      </div>
      {children}
    </div>
  );
}

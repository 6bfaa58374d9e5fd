// The frame of a page's content: its heading, which has the focus on arrival, and its title.
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

/** The first page of a visit leaves the focus where the browser puts it. */
let arrivedAt: string | undefined;

interface Props {
  /** The heading, and what the browser's tab says. */
  readonly title: string;
  /** What stands above the heading, and beneath it. */
  readonly above?: ReactNode;
  readonly beneath?: ReactNode;
  /** Commands, at the end of the heading's line. */
  readonly commands?: ReactNode;
  /** Takes the height of the window, for content that scrolls by itself. */
  readonly fill?: boolean;
  /** The id of what has the focus on arrival instead of the heading. */
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

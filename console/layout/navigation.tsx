// The navigation: pages, record types with their number of records, pages for administrators.
import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import type { FluentIcon } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import { NavLink } from 'react-router';
import { useCall } from '../api/read-hooks.ts';
import { recordsLink } from '../base/addresses.ts';
import { useRecordTypes } from '../data/all-record-types.tsx';
import type { Right } from '../sign-in/person.ts';
import { useSession } from '../sign-in/use-session.ts';
import { formatNumber } from '../text/format.ts';
import { layoutText } from '../text/layout-text.ts';

const useStyles = makeStyles({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  heading: {
    display: 'block',
    margin: `${tokens.spacingVerticalL} ${tokens.spacingHorizontalM} ${tokens.spacingVerticalXS}`,
    color: tokens.colorNeutralForeground3,
  },
  link: {
    position: 'relative',
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    minHeight: '36px',
    padding: `0 ${tokens.spacingHorizontalM}`,
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    ':hover': { background: tokens.colorSubtleBackgroundHover },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
  },
  here: {
    background: tokens.colorSubtleBackgroundSelected,
    fontWeight: tokens.fontWeightSemibold,
    '::before': {
      content: '""',
      position: 'absolute',
      left: '2px',
      top: '9px',
      bottom: '9px',
      width: '3px',
      borderRadius: tokens.borderRadiusCircular,
      background: tokens.colorCompoundBrandBackground,
    },
  },
  icon: { fontSize: '20px', display: 'flex' },
  label: { flexGrow: 1, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  count: { color: tokens.colorNeutralForeground3, fontWeight: tokens.fontWeightRegular },
});

/** A page that may have a place in the navigation. */
export interface NavigationPage {
  /** As react-router writes it. */
  readonly path: string;
  /** Left out: reached from other pages only. */
  readonly place?: {
    readonly label: string;
    readonly icon: FluentIcon;
    /** Under this heading, and only for people with this right; default: at the top, for everyone. */
    readonly under?: { readonly heading: string; readonly right: Right };
  };
}

interface Props {
  readonly pages: readonly NavigationPage[];
  /** Called when a link is followed. */
  readonly onGo?: () => void;
}

export function Navigation({ pages, onGo }: Props) {
  const styles = useStyles();
  const { rights } = useSession().person;
  const { items: types } = useRecordTypes();
  const mine = pages.filter(
    ({ place }) => place && (!place.under || rights.has(place.under.right)),
  );
  const headings = new Set(mine.flatMap(({ place }) => place?.under?.heading ?? []));
  const link = (to: string, label: string, start: ReactNode, end: ReactNode = null) => (
    <li key={to}>
      <NavLink
        to={to}
        end={to === '/'}
        className={({ isActive }) => mergeClasses(styles.link, isActive && styles.here)}
        onClick={onGo}
      >
        {start}
        <span className={styles.label}>{label}</span>
        {end}
      </NavLink>
    </li>
  );
  const pageLink = ({ path, place }: NavigationPage) => {
    if (!place) return null;
    const Icon = place.icon;
    return link(path, place.label, <Icon className={styles.icon} />);
  };
  return (
    <>
      <ul className={styles.list}>{mine.filter((page) => !page.place?.under).map(pageLink)}</ul>
      {types.length > 0 && (
        <Section heading={layoutText.recordTypes}>
          {types.map(({ type, displayCollectionName }) =>
            link(
              recordsLink(type),
              displayCollectionName,
              null,
              <span className={styles.count}>
                <TypeCount type={type} />
              </span>,
            ),
          )}
        </Section>
      )}
      {[...headings].map((heading) => (
        <Section key={heading} heading={heading}>
          {mine.filter((page) => page.place?.under?.heading === heading).map(pageLink)}
        </Section>
      ))}
    </>
  );
}

interface SectionProps {
  readonly heading: string;
  readonly children: ReactNode;
}

function Section({ heading, children }: SectionProps) {
  const styles = useStyles();
  return (
    <>
      <Text as="h2" size={200} weight="semibold" className={styles.heading}>
        {heading}
      </Text>
      <ul className={styles.list} aria-label={heading}>
        {children}
      </ul>
    </>
  );
}

function TypeCount({ type }: { readonly type: string }) {
  const { data } = useCall('getRecordTypeSummary', { params: { type } });
  return data ? formatNumber(data.records) : null;
}

// The header: product name, record lookup, theme menu, user menu.
import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { NavigationRegular } from '@fluentui/react-icons/svg/navigation';
import { WeatherMoonRegular } from '@fluentui/react-icons/svg/weather-moon';
import { WeatherSunnyRegular } from '@fluentui/react-icons/svg/weather-sunny';
import { Link, useLocation, useNavigate } from 'react-router';
import { recordLink } from '../base/addresses.ts';
import { late } from '../base/lazy-part.tsx';
import { narrow, wide } from '../base/media-queries.ts';
import { MenuOpener } from '../base/menu-opener.tsx';
import { RecordPicker } from '../data/record-picker.tsx';
import { useSession } from '../sign-in/use-session.ts';
import { layoutText } from '../text/layout-text.ts';
import { useColorScheme } from './color-scheme.tsx';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    minHeight: '48px',
    boxSizing: 'border-box',
    padding: `0 ${tokens.spacingHorizontalM}`,
    background: tokens.colorNeutralBackground1,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  menu: { [wide]: { display: 'none' } },
  product: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: 'none',
    borderRadius: tokens.borderRadiusMedium,
  },
  name: { [narrow]: { display: 'none' } },
  search: { flex: '1 1 0', minWidth: 0, maxWidth: '480px', marginInline: 'auto' },
  person: {
    display: 'grid',
    placeContent: 'center',
    flexShrink: 0,
    width: '28px',
    height: '28px',
    borderRadius: tokens.borderRadiusCircular,
    background: tokens.colorBrandBackground,
    color: tokens.colorNeutralForegroundOnBrand,
    fontSize: tokens.fontSizeBase300,
    fontWeight: tokens.fontWeightSemibold,
    textTransform: 'uppercase',
  },
});

const SchemeMenu = late(() => import('./scheme-menu.tsx'));
const PersonMenu = late(() => import('./person-menu.tsx'));

export function Header({ onNavigation }: { readonly onNavigation: () => void }) {
  const styles = useStyles();
  const navigate = useNavigate();
  const { person } = useSession();
  const { isDark } = useColorScheme();
  // The home page has a search of its own.
  const isHome = useLocation().pathname === '/';
  return (
    <header className={styles.root}>
      <Button
        className={styles.menu}
        appearance="subtle"
        icon={<NavigationRegular />}
        aria-label={layoutText.openNavigation}
        onClick={onNavigation}
      />
      <Link to="/" className={styles.product} aria-label={layoutText.product}>
        <img src="/icon.svg" alt="" width={24} height={24} />
        <Text size={400} weight="semibold" className={styles.name}>
          {layoutText.product}
        </Text>
      </Link>
      {isHome ? (
        <div className={styles.search} />
      ) : (
        <search className={styles.search}>
          <RecordPicker
            label={layoutText.search}
            placeholder={layoutText.search}
            clearsOnPick
            onPick={(record) => record && navigate(recordLink(record))}
          />
        </search>
      )}
      <MenuOpener
        label={layoutText.scheme}
        icon={isDark ? <WeatherMoonRegular /> : <WeatherSunnyRegular />}
      >
        {(button) => <SchemeMenu button={button} />}
      </MenuOpener>
      <MenuOpener
        label={layoutText.person(person.name)}
        icon={<span className={styles.person}>{person.name.slice(0, 1)}</span>}
      >
        {(button) => <PersonMenu button={button} />}
      </MenuOpener>
    </header>
  );
}

// The header: the product, the look-up of records, light or dark, who is signed in.
import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { NavigationRegular } from '@fluentui/react-icons/svg/navigation';
import { WeatherMoonRegular } from '@fluentui/react-icons/svg/weather-moon';
import { WeatherSunnyRegular } from '@fluentui/react-icons/svg/weather-sunny';
import { Link, useLocation, useNavigate } from 'react-router';
import { RecordPicker } from '../find/record-picker.tsx';
import { recordLink } from '../links.ts';
import { useSession } from '../sign-in/use-session.ts';
import { shellText } from '../text/shell.ts';
import { useColorScheme } from './color-scheme.tsx';
import { headerMenu } from './header-menu.tsx';
import { narrow, wide } from './narrow.ts';

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

const SchemeMenu = headerMenu(() => import('./scheme-menu.tsx'));
const PersonMenu = headerMenu(() => import('./person-menu.tsx'));

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
        aria-label={shellText.openNavigation}
        onClick={onNavigation}
      />
      <Link to="/" className={styles.product} aria-label={shellText.product}>
        <img src="/icon.svg" alt="" width={24} height={24} />
        <Text size={400} weight="semibold" className={styles.name}>
          {shellText.product}
        </Text>
      </Link>
      {isHome ? (
        <div className={styles.search} />
      ) : (
        <search className={styles.search}>
          <RecordPicker
            label={shellText.search}
            placeholder={shellText.search}
            clearsOnPick
            onPick={(record) => record && navigate(recordLink(record))}
          />
        </search>
      )}
      <SchemeMenu
        label={shellText.scheme}
        icon={isDark ? <WeatherMoonRegular /> : <WeatherSunnyRegular />}
      />
      <PersonMenu
        label={shellText.person(person.name)}
        icon={<span className={styles.person}>{person.name.slice(0, 1)}</span>}
      />
    </header>
  );
}

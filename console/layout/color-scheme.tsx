// Light or dark theme: follows the system until the user chooses; the choice is stored.
import {
  AriaLiveAnnouncer,
  FluentProvider,
  webDarkTheme,
  webLightTheme,
} from '@fluentui/react-components';
import {
  createContext,
  type PropsWithChildren,
  useContext,
  useLayoutEffect,
  useState,
  useSyncExternalStore,
} from 'react';
import { setup } from '../base/required-context.ts';
import { kept } from '../base/stored-value.ts';

export const schemes = ['system', 'light', 'dark'] as const;
export type Scheme = (typeof schemes)[number];

const choice = kept<Scheme>('liaison.scheme', 'system', (value) => schemes.includes(value));

const dark = matchMedia('(prefers-color-scheme: dark)');
const onSystemChange = (listener: () => void) => {
  dark.addEventListener('change', listener);
  return () => dark.removeEventListener('change', listener);
};

const Context = createContext<
  { readonly scheme: Scheme; readonly isDark: boolean; choose(scheme: Scheme): void } | undefined
>(undefined);

/** The chosen scheme, whether it is dark at the moment, and a function to change it. */
export const useColorScheme = () => setup(useContext(Context));

export function ColorScheme({ children }: PropsWithChildren) {
  const [scheme, setScheme] = useState(choice.read);
  const systemIsDark = useSyncExternalStore(onSystemChange, () => dark.matches);
  const isDark = scheme === 'system' ? systemIsDark : scheme === 'dark';
  const theme = isDark ? webDarkTheme : webLightTheme;
  useLayoutEffect(() => {
    document.documentElement.style.colorScheme = isDark ? 'dark' : 'light';
    document.body.style.margin = '0';
    document.body.style.background = theme.colorNeutralBackground2;
  }, [isDark, theme]);
  const choose = (next: Scheme) => {
    choice.write(next);
    setScheme(next);
  };
  return (
    <Context value={{ scheme, isDark, choose }}>
      <FluentProvider theme={theme} style={{ background: 'transparent' }}>
        {/* Message bars announce themselves through it. */}
        <AriaLiveAnnouncer>{children}</AriaLiveAnnouncer>
      </FluentProvider>
    </Context>
  );
}

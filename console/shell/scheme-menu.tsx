// The choice of light or dark.
import {
  Button,
  Menu,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components';
import { WeatherMoonRegular } from '@fluentui/react-icons/svg/weather-moon';
import { WeatherSunnyRegular } from '@fluentui/react-icons/svg/weather-sunny';
import { shellText } from '../text/shell.ts';
import { type Scheme, schemes, useColorScheme } from './color-scheme.tsx';

export function SchemeMenu() {
  const { scheme, isDark, choose } = useColorScheme();
  return (
    <Menu
      checkedValues={{ scheme: [scheme] }}
      onCheckedValueChange={(_, { checkedItems: [chosen] }) => choose(chosen as Scheme)}
    >
      <MenuTrigger disableButtonEnhancement>
        <Button
          appearance="subtle"
          icon={isDark ? <WeatherMoonRegular /> : <WeatherSunnyRegular />}
          aria-label={shellText.scheme}
          title={shellText.scheme}
        />
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {schemes.map((each) => (
            <MenuItemRadio key={each} name="scheme" value={each}>
              {shellText.schemes[each]}
            </MenuItemRadio>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

// The choice of light or dark.
import {
  Menu,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components';
import { shellText } from '../text/shell.ts';
import { type Scheme, schemes, useColorScheme } from './color-scheme.tsx';
import type { MenuProps } from './header-menu.tsx';

export default function SchemeMenu({ button }: MenuProps) {
  const { scheme, choose } = useColorScheme();
  return (
    <Menu
      defaultOpen
      checkedValues={{ scheme: [scheme] }}
      onCheckedValueChange={(_, { checkedItems: [chosen] }) => choose(chosen as Scheme)}
    >
      <MenuTrigger disableButtonEnhancement>{button}</MenuTrigger>
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

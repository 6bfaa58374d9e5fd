// The menu that selects the light or dark theme.
import {
  Menu,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components';
import type { MenuButton } from '../base/menu-opener.tsx';
import { layoutText } from '../text/layout-text.ts';
import { type Scheme, schemes, useColorScheme } from './color-scheme.tsx';

export default function SchemeMenu({ button }: { readonly button: MenuButton }) {
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
              {layoutText.schemes[each]}
            </MenuItemRadio>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

// A menu that is open at first: it replaces the button whose click loaded it.
import { Menu, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { cloneElement, type ReactNode, useLayoutEffect, useRef } from 'react';
import type { MenuButton } from './menu-opener.tsx';

interface Props {
  readonly button: MenuButton;
  /** The menu's items. */
  readonly children: ReactNode;
}

export function OpenMenu({ button, children }: Props) {
  const trigger = useRef<HTMLButtonElement>(null);
  // Before the menu takes the focus, so that it returns to this button and not to the replaced one.
  useLayoutEffect(() => trigger.current?.focus(), []);
  return (
    <Menu defaultOpen>
      <MenuTrigger disableButtonEnhancement>{cloneElement(button, { ref: trigger })}</MenuTrigger>
      <MenuPopover>
        <MenuList>{children}</MenuList>
      </MenuPopover>
    </Menu>
  );
}

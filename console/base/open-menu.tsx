// A menu that is open at first: loaded when its button was pressed, it takes that button's place.
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
  // Before the menu takes it: then the focus comes back to here, as the button pressed is gone.
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

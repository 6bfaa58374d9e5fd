// A button of the header whose menu is loaded when it is first opened.
import { Button } from '@fluentui/react-components';
import { type ComponentType, type ReactElement, type RefAttributes, useState } from 'react';
import { Late, late } from '../parts/late.tsx';

export interface MenuProps {
  /** What opens it; the menu is open at first. */
  readonly button: ReactElement<RefAttributes<HTMLButtonElement>>;
}

/** Made once for each menu, outside of components. */
export function headerMenu(load: () => Promise<{ default: ComponentType<MenuProps> }>) {
  const Menu = late(load);
  return function HeaderMenu({ label, icon }: { label: string; icon: ReactElement }) {
    const [wanted, setWanted] = useState(false);
    const button = (
      <Button
        appearance="subtle"
        icon={icon}
        aria-label={label}
        title={label}
        {...(wanted ? {} : { 'aria-haspopup': 'menu' as const, onClick: () => setWanted(true) })}
      />
    );
    if (!wanted) return button;
    return (
      <Late fallback={button} onGiveUp={() => setWanted(false)}>
        <Menu button={button} />
      </Late>
    );
  };
}

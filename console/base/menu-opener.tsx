// A button whose menu is loaded when it is first opened.
import { Button } from '@fluentui/react-components';
import { ChevronDownRegular } from '@fluentui/react-icons/svg/chevron-down';
import { type ReactElement, type RefAttributes, useState } from 'react';
import { Late } from './lazy-part.tsx';

/** The button of a menu, which the menu takes over when it is loaded. */
export type MenuButton = ReactElement<RefAttributes<HTMLButtonElement>>;

interface Props {
  readonly label: string;
  readonly icon: ReactElement;
  /** Default: only the icon is shown. */
  readonly showsLabel?: boolean;
  readonly className?: string | undefined;
  /** The menu of the button, open at first. */
  readonly children: (button: MenuButton) => ReactElement;
}

export function MenuOpener({ label, icon, showsLabel = false, className, children }: Props) {
  const [wanted, setWanted] = useState(false);
  const button = (
    <Button
      className={className}
      appearance="subtle"
      icon={icon}
      {...(showsLabel ? {} : { 'aria-label': label, title: label })}
      {...(wanted ? {} : { 'aria-haspopup': 'menu' as const, onClick: () => setWanted(true) })}
    >
      {showsLabel && (
        <>
          {label} <ChevronDownRegular />
        </>
      )}
    </Button>
  );
  if (!wanted) return button;
  return (
    <Late fallback={button} onGiveUp={() => setWanted(false)}>
      {children(button)}
    </Late>
  );
}

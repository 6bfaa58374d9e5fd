// The menu of a record: what deletes it is not a click away.
import {
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { DeleteRegular } from '@fluentui/react-icons/svg/delete';
import type { ReactElement, RefAttributes } from 'react';
import { recordText } from '../text/record.ts';

const useStyles = makeStyles({
  destroys: {
    color: tokens.colorStatusDangerForeground1,
    '& .fui-MenuItem__icon': { color: tokens.colorStatusDangerForeground1 },
  },
});

interface Props {
  /** What opens it; the menu is open at first. */
  readonly button: ReactElement<RefAttributes<HTMLButtonElement>>;
  readonly onDelete: () => void;
}

export default function RecordMenuItems({ button, onDelete }: Props) {
  const styles = useStyles();
  return (
    <Menu defaultOpen>
      <MenuTrigger disableButtonEnhancement>{button}</MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItem className={styles.destroys} icon={<DeleteRegular />} onClick={onDelete}>
            {recordText.delete}
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

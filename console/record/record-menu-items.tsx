// The menu with the commands for a record.
import { MenuItem, makeStyles, tokens } from '@fluentui/react-components';
import { DeleteRegular } from '@fluentui/react-icons/svg/delete';
import { MergeRegular } from '@fluentui/react-icons/svg/merge';
import type { MenuButton } from '../base/menu-opener.tsx';
import { OpenMenu } from '../base/open-menu.tsx';
import { recordText } from '../text/record-text.ts';

const useStyles = makeStyles({
  destroys: {
    color: tokens.colorStatusDangerForeground3,
    '& .fui-MenuItem__icon': { color: tokens.colorStatusDangerForeground3 },
  },
});

interface Props {
  /** The button that opens the menu, which is open at first. */
  readonly button: MenuButton;
  /** The person is an administrator. */
  readonly mayMerge: boolean;
  /** The person created the record, or is an administrator. */
  readonly mayDelete: boolean;
  readonly onMerge: () => void;
  readonly onDelete: () => void;
}

export default function RecordMenuItems(props: Props) {
  const { button, mayMerge, mayDelete, onMerge, onDelete } = props;
  const styles = useStyles();
  return (
    <OpenMenu button={button}>
      <MenuItem
        icon={<MergeRegular />}
        disabled={!mayMerge}
        subText={mayMerge ? null : recordText.notAdministrator}
        onClick={onMerge}
      >
        {recordText.merge}
      </MenuItem>
      <MenuItem
        className={mayDelete ? styles.destroys : ''}
        icon={<DeleteRegular />}
        disabled={!mayDelete}
        subText={mayDelete ? null : recordText.notCreator}
        onClick={onDelete}
      >
        {recordText.delete}
      </MenuItem>
    </OpenMenu>
  );
}

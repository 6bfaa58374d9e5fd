// Asks before something is done that cannot be taken back.
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Spinner,
} from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { commonText } from '../text/common.ts';

interface Props {
  readonly open: boolean;
  readonly title: string;
  /** What will happen; errors of the last try too. */
  readonly children: ReactNode;
  /** Words of the buttons: what is done, and what is not. */
  readonly confirm: string;
  readonly cancel?: string;
  /** While it is being done: the buttons rest. */
  readonly busy?: boolean;
  readonly onConfirm: () => unknown;
  readonly onCancel: () => unknown;
}

export function Confirm(props: Props) {
  const { open, title, children, confirm, cancel = commonText.cancel, busy = false } = props;
  return (
    <Dialog
      modalType="alert"
      open={open}
      onOpenChange={(_, { open: opens }) => !opens && !busy && props.onCancel()}
    >
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent>{children}</DialogContent>
          <DialogActions>
            <Button
              appearance="primary"
              disabledFocusable={busy}
              icon={busy ? <Spinner size="tiny" /> : null}
              onClick={props.onConfirm}
            >
              {confirm}
            </Button>
            <Button disabledFocusable={busy} onClick={props.onCancel}>
              {cancel}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

// A confirmation dialog.
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  mergeClasses,
  Spinner,
  tokens,
} from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { commonText } from '../text/common-text.ts';

const useStyles = makeStyles({
  // Narrower than the dialogs that it may cover, with its own backdrop.
  surface: { maxWidth: '480px' },
  backdrop: { background: tokens.colorBackgroundOverlay },
  actions: { flexWrap: 'wrap' },
  button: { whiteSpace: 'nowrap' },
});

interface Props {
  readonly open: boolean;
  readonly title: string;
  /** What will happen, and the error of the last attempt. */
  readonly children: ReactNode;
  /** Labels of the buttons; without `confirm`, there is only the other one. */
  readonly confirm: string | undefined;
  readonly cancel?: string;
  /** Destructive: looks dangerous, and the other button gets the focus. */
  readonly destroys?: boolean;
  /** Whether the first button can be used. Default true. */
  readonly ready?: boolean;
  /** While it runs: both buttons are disabled. */
  readonly busy?: boolean;
  readonly onConfirm: () => unknown;
  readonly onCancel: () => unknown;
}

export function Confirm(props: Props) {
  const { open, title, children, confirm, cancel = commonText.cancel } = props;
  const { busy = false, destroys = false, ready = true } = props;
  const styles = useStyles();
  const danger = useDanger();
  const doIt = confirm !== undefined && (
    <Button
      key="confirm"
      appearance="primary"
      className={mergeClasses(styles.button, destroys && ready && danger)}
      disabledFocusable={busy || !ready}
      icon={busy ? <Spinner size="tiny" aria-hidden /> : null}
      onClick={props.onConfirm}
    >
      {confirm}
    </Button>
  );
  const doNot = (
    <Button
      key="cancel"
      className={styles.button}
      disabledFocusable={busy}
      onClick={props.onCancel}
    >
      {cancel}
    </Button>
  );
  return (
    <Dialog
      modalType="alert"
      open={open}
      onOpenChange={(_, { open: opens }) => !opens && !busy && props.onCancel()}
    >
      <DialogSurface className={styles.surface} backdrop={{ className: styles.backdrop }}>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent>{children}</DialogContent>
          <DialogActions className={styles.actions}>
            {/* The first button gets the focus. */}
            {destroys ? [doNot, doIt] : [doIt, doNot]}
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

const useDangerStyles = makeStyles({
  danger: {
    background: tokens.colorStatusDangerBackground3,
    color: tokens.colorNeutralForegroundOnBrand,
    ':hover': {
      background: tokens.colorStatusDangerBackground3Hover,
      color: tokens.colorNeutralForegroundOnBrand,
    },
    ':hover:active': {
      background: tokens.colorStatusDangerBackground3Pressed,
      color: tokens.colorNeutralForegroundOnBrand,
    },
  },
});

/** Class for a Fluent button with `appearance="primary"`. */
export const useDanger = () => useDangerStyles().danger;

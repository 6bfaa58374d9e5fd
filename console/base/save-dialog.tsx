// A dialog with a form that is saved or, after a confirmation, discarded.
import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  Spinner,
  tokens,
} from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { commonText } from '../text/common-text.ts';

const useStyles = makeStyles({
  fields: { display: 'grid', gap: tokens.spacingVerticalM },
});

interface Props {
  readonly title: string;
  readonly isSaving: boolean;
  readonly onSave: () => void;
  /** On Cancel, Escape, or a click outside the dialog. */
  readonly onCancel: () => void;
  /** The confirmation before discarding, while it is open. */
  readonly question: ReactNode;
  readonly children: ReactNode;
}

export function SaveDialog({ title, isSaving, onSave, onCancel, question, children }: Props) {
  const styles = useStyles();
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && onCancel()}>
      <DialogSurface>
        <form
          // The form shows its own messages at the fields.
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            onSave();
          }}
        >
          <DialogBody>
            <DialogTitle>{title}</DialogTitle>
            <DialogContent className={styles.fields}>{children}</DialogContent>
            <DialogActions>
              <Button
                appearance="primary"
                type="submit"
                disabledFocusable={isSaving}
                icon={isSaving ? <Spinner size="tiny" aria-hidden /> : null}
              >
                {commonText.save}
              </Button>
              <Button onClick={onCancel}>{commonText.cancel}</Button>
            </DialogActions>
          </DialogBody>
        </form>
        {question}
      </DialogSurface>
    </Dialog>
  );
}

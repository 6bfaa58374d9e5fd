// A dialog with a form: what is typed is saved or, when one has been asked, given up.
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
  /** Cancel, Escape, or a click beside the dialog. */
  readonly onCancel: () => void;
  /** The question whether to give up what was typed, while it is asked. */
  readonly question: ReactNode;
  readonly children: ReactNode;
}

export function SaveDialog({ title, isSaving, onSave, onCancel, question, children }: Props) {
  const styles = useStyles();
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && onCancel()}>
      <DialogSurface>
        <form
          // What is missing is said at the field, in the console's own words.
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
                icon={isSaving ? <Spinner size="tiny" /> : null}
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

// The dialog that makes a record type, or changes how one is called.
import {
  Button,
  Checkbox,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  makeStyles,
  Spinner,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import type { RecordType } from '../../shared/contracts/record-types.ts';
import { useChange } from '../api/changes.ts';
import { useRecordTypes } from '../find/record-types.ts';
import { fieldErrors, wrong } from '../parts/field-errors.ts';
import { useUnsaved } from '../parts/unsaved.tsx';
import { administerText } from '../text/administer.ts';
import { commonText, failureHelp } from '../text/common.ts';

const useStyles = makeStyles({
  fields: { display: 'grid', gap: tokens.spacingVerticalM },
});

const blank = { type: '', displayName: '', displayCollectionName: '', connectionsEnabled: true };

interface Props {
  /** As it is; left out, it makes one. */
  readonly before?: RecordType;
  readonly onClose: () => void;
}

export function RecordTypeDialog({ before, onClose }: Props) {
  const styles = useStyles();
  const [typed, setTyped] = useState(before ?? blank);
  const [tried, setTried] = useState(false);
  const { items: types } = useRecordTypes();
  const put = useChange('putRecordType');
  const { leave, saved, question } = useUnsaved(typed !== (before ?? blank));
  const change = (part: Partial<RecordType>) => setTyped({ ...typed, ...part });
  const close = () => leave(onClose);

  const type = typed.type.trim();
  const isTaken = !before && types.some((each) => each.type === type);
  const missing = {
    ...(type === '' && { type: administerText.typeIdMissing }),
    ...(isTaken && { type: administerText.typeIdTaken }),
    ...(typed.displayName.trim() === '' && { displayName: administerText.displayNameMissing }),
  };
  const told = fieldErrors(put.error, ['type', 'displayName', 'displayCollectionName']);
  const errors: typeof told = tried ? { ...told, ...missing } : told;

  function save() {
    setTried(true);
    if (put.isPending || Object.keys(missing).length > 0) return;
    const body = {
      displayName: typed.displayName.trim(),
      displayCollectionName: typed.displayCollectionName.trim() || undefined,
      connectionsEnabled: typed.connectionsEnabled,
    };
    put.mutate(
      { params: { type }, body },
      {
        onSuccess: () => {
          saved();
          onClose();
        },
      },
    );
  }

  return (
    <Dialog open onOpenChange={(_, { open }) => !open && close()}>
      <DialogSurface>
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            save();
          }}
        >
          <DialogBody>
            <DialogTitle>{before ? administerText.editTitle : administerText.newType}</DialogTitle>
            <DialogContent className={styles.fields}>
              {put.error && Object.keys(told).length === 0 && (
                <MessageBar intent="error" layout="multiline">
                  <MessageBarBody>
                    {failureHelp[put.error.code] ?? put.error.message}
                  </MessageBarBody>
                </MessageBar>
              )}
              <Field label={administerText.displayName} required {...wrong(errors.displayName)}>
                <Input
                  value={typed.displayName}
                  maxLength={100}
                  onChange={(_, { value: displayName }) => change({ displayName })}
                />
              </Field>
              <Field
                label={administerText.displayCollectionName}
                hint={administerText.displayCollectionNameHint}
                {...wrong(errors.displayCollectionName)}
              >
                <Input
                  value={typed.displayCollectionName}
                  maxLength={100}
                  onChange={(_, { value }) => change({ displayCollectionName: value })}
                />
              </Field>
              {!before && (
                <>
                  <Field
                    label={administerText.typeId}
                    required
                    hint={administerText.typeIdHint}
                    {...wrong(errors.type)}
                  >
                    <Input
                      value={typed.type}
                      maxLength={64}
                      onChange={(_, { value }) => change({ type: value })}
                    />
                  </Field>
                  <Field hint={administerText.enableHint}>
                    <Checkbox
                      label={administerText.enable}
                      checked={typed.connectionsEnabled}
                      onChange={(_, { checked }) =>
                        change({ connectionsEnabled: checked === true })
                      }
                    />
                  </Field>
                </>
              )}
            </DialogContent>
            <DialogActions>
              <Button
                appearance="primary"
                type="submit"
                disabledFocusable={put.isPending}
                icon={put.isPending ? <Spinner size="tiny" /> : null}
              >
                {commonText.save}
              </Button>
              <Button onClick={close}>{commonText.cancel}</Button>
            </DialogActions>
          </DialogBody>
        </form>
        {question}
      </DialogSurface>
    </Dialog>
  );
}

// Chooses the files of an import: a folder, single files, or files that are dropped here.
import { Button, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { DocumentRegular } from '@fluentui/react-icons/svg/document';
import { FolderOpenRegular } from '@fluentui/react-icons/svg/folder-open';
import { useRef, useState } from 'react';
import { dataFiles } from '../../../shared/import/data-files.ts';
import { importText } from '../../text/import-text.ts';
import { type ChosenFiles, dataFilesAmong } from './chosen-files.ts';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingVerticalXXL,
    textAlign: 'center',
    border: `1px dashed ${tokens.colorNeutralStrokeAccessible}`,
    borderRadius: tokens.borderRadiusLarge,
    background: tokens.colorNeutralBackground1,
  },
  over: {
    background: tokens.colorBrandBackground2,
  },
  buttons: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'center',
    gap: tokens.spacingHorizontalS,
  },
  wrong: { color: tokens.colorStatusDangerForeground3 },
});

interface Props {
  readonly disabled: boolean;
  readonly onChoose: (files: ChosenFiles) => void;
}

export function FileChooser({ disabled, onChoose }: Props) {
  const styles = useStyles();
  const folder = useRef<HTMLInputElement>(null);
  const files = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [noneFits, setNoneFits] = useState(false);
  function take(list: FileList | null) {
    if (disabled || !list || list.length === 0) return;
    const found = dataFilesAmong([...list]);
    const none = Object.keys(found).length === 0;
    setNoneFits(none);
    if (!none) onChoose(found);
  }
  const input = (ref: typeof files, extra: object) => (
    <input
      ref={ref}
      type="file"
      hidden
      multiple
      {...extra}
      onChange={({ currentTarget }) => {
        take(currentTarget.files);
        // Choosing the same files again must fire the event again.
        currentTarget.value = '';
      }}
    />
  );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the buttons within do the same
    <div
      className={mergeClasses(styles.root, over && styles.over)}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(!disabled);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files);
      }}
    >
      <Text>{importText.drop}</Text>
      <div className={styles.buttons}>
        <Button
          icon={<FolderOpenRegular />}
          disabledFocusable={disabled}
          onClick={() => folder.current?.click()}
        >
          {importText.folder}
        </Button>
        <Button
          icon={<DocumentRegular />}
          disabledFocusable={disabled}
          onClick={() => files.current?.click()}
        >
          {importText.choose}
        </Button>
      </div>
      {noneFits && (
        <Text role="alert" className={styles.wrong}>
          {importText.noneFits(Object.values(dataFiles).join(', '))}
        </Text>
      )}
      {input(folder, { webkitdirectory: '' })}
      {input(files, { accept: '.jsonl' })}
    </div>
  );
}

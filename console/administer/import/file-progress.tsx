// The files of an import, each with its progress and the outcomes of its lines.
import { Button, makeStyles, ProgressBar, Text, tokens } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons/svg/dismiss';
import { useRef } from 'react';
import { dataFiles, type Kind, kinds } from '../../../shared/import/data-files.ts';
import { isRejected, rejectedOf, statuses } from '../../../shared/import/import-outcomes.ts';
import { formatNumber } from '../../text/format.ts';
import { importText } from '../../text/import-text.ts';
import type { ChosenFiles } from './chosen-files.ts';
import type { Progress } from './use-import.ts';

const useStyles = makeStyles({
  list: {
    listStyle: 'none',
    margin: 0,
    padding: 0,
    background: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusLarge,
    boxShadow: tokens.shadow2,
    overflow: 'hidden',
    outlineStyle: 'none',
  },
  row: {
    display: 'grid',
    gap: tokens.spacingVerticalXS,
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    ':not(:first-child)': { borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
  },
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    columnGap: tokens.spacingHorizontalM,
  },
  file: { display: 'flex', alignItems: 'center', minHeight: '24px' },
  quiet: { color: tokens.colorNeutralForeground2 },
  bad: { color: tokens.colorStatusDangerForeground3, fontWeight: tokens.fontWeightSemibold },
});

interface Props {
  readonly files: ChosenFiles;
  readonly progress: Progress;
  /** Whether the import has started. */
  readonly begun: boolean;
  /** undefined: no file can be removed now. */
  readonly onTakeOut: ((kind: Kind) => void) | undefined;
}

export function FileProgress({ files, progress, begun, onTakeOut }: Props) {
  const styles = useStyles();
  const list = useRef<HTMLUListElement>(null);
  return (
    <ul className={styles.list} aria-label={importText.files} ref={list} tabIndex={-1}>
      {kinds.map((kind) => (
        <li key={kind} className={styles.row}>
          <div className={styles.line}>
            <Text weight="semibold">{importText.kinds[kind]}</Text>
            <span className={styles.file}>
              <Text size={200} className={styles.quiet}>
                {dataFiles[kind]} · {sizeOf(files[kind])}
              </Text>
              {files[kind] && onTakeOut && (
                <Button
                  size="small"
                  appearance="subtle"
                  icon={<DismissRegular />}
                  aria-label={importText.takeOut(dataFiles[kind])}
                  onClick={() => {
                    onTakeOut(kind);
                    // The button disappears with the file; the focus moves to the list.
                    list.current?.focus();
                  }}
                />
              )}
            </span>
          </div>
          {begun && files[kind] && <Row kind={kind} file={files[kind]} progress={progress} />}
        </li>
      ))}
    </ul>
  );
}

const sizeOf = (file: File | undefined) =>
  file ? importText.size(formatNumber(Math.ceil(file.size / 1000))) : importText.notChosen;

interface RowProps {
  readonly kind: Kind;
  readonly file: File;
  readonly progress: Progress;
}

function Row({ kind, file, progress }: RowProps) {
  const styles = useStyles();
  const counts = progress.counts[kind];
  const shown = statuses.toReversed().filter((status) => counts[status] > 0);
  return (
    <>
      <ProgressBar
        aria-label={importText.kinds[kind]}
        value={file.size === 0 ? 1 : progress.done[kind] / file.size}
        color={rejectedOf(counts) > 0 ? 'warning' : 'brand'}
      />
      <Text size={200}>
        {shown.map((status, at) => (
          <span key={status} className={isRejected(status) ? styles.bad : styles.quiet}>
            {at > 0 && ' · '}
            {formatNumber(counts[status])} {importText.statuses[status]}
          </span>
        ))}
        {shown.length === 0 && ' '}
      </Text>
    </>
  );
}

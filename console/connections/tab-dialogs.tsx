// The dialogs that the commands open, each loaded when it is first opened.

import type {
  ConnectionView,
  NamedRecord,
} from '../../shared/contracts/answers/connection-answers.ts';
import type { StoredRecord } from '../../shared/contracts/answers/record-answers.ts';
import { Late, late } from '../base/lazy-part.tsx';
import { connectionsText } from '../text/connections-text.ts';
import type { Action } from './connection-actions.ts';
import type { Filters } from './connection-filters.ts';

const ActionDialog = late(() => import('./action-dialog.tsx'));
const ConnectDialog = late(() => import('../connection-form/connect-dialog.tsx'));
const ExportDialog = late(() => import('./export-dialog.tsx'));

/** The dialog that a command requested. */
export type Asked =
  | { readonly kind: 'connect'; readonly to?: NamedRecord | undefined }
  | {
      readonly kind: 'act';
      readonly action: Action;
      readonly connections: readonly ConnectionView[];
      readonly leftOut: number;
    }
  | { readonly kind: 'export' };

interface Props {
  readonly asked: Asked | undefined;
  readonly record: StoredRecord;
  readonly filters: Filters;
  readonly total: number | undefined;
  /** Receives the result as a sentence, and the ids of deleted connections. */
  readonly onClose: (done?: string, gone?: readonly string[]) => void;
  readonly onShow: (id: string) => void;
}

export function TabDialogs({ asked, record, filters, total, onClose, onShow }: Props) {
  return (
    <Late part={asked?.kind ?? ''} onGiveUp={() => onClose()}>
      {asked?.kind === 'connect' && (
        <ConnectDialog
          record={record}
          {...(asked.to ? { to: asked.to } : {})}
          onClose={() => onClose()}
          onShow={(id) => {
            onClose();
            onShow(id);
          }}
        />
      )}
      {asked?.kind === 'act' && (
        <ActionDialog
          action={asked.action}
          connections={asked.connections}
          leftOut={asked.leftOut}
          onClose={(done) =>
            onClose(
              done.length > 0 ? connectionsText.done[asked.action](done.length) : '',
              asked.action === 'delete' ? done.map(({ id }) => id) : [],
            )
          }
        />
      )}
      {asked?.kind === 'export' && (
        <ExportDialog
          record={record}
          filters={filters}
          total={total}
          onClose={(rows) => onClose(rows === undefined ? '' : connectionsText.exported(rows))}
        />
      )}
    </Late>
  );
}

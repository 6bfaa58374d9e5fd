// What happened to one connection; also after it was deleted.
import { usePages } from '../api/read-hooks.ts';
import { historyText } from '../text/history.ts';
import { ChangeList } from './change-list.tsx';
import { useConnectionWords } from './connection-words.ts';

/** Its entries, a page at a time, for all who show them. */
export const useConnectionHistory = (connectionId: string) =>
  usePages('listConnectionHistory', { params: { id: connectionId }, query: { limit: 50 } });

/** As high as it is; loads as its end comes into view, whatever scrolls around it. */
export function ConnectionHistory({ connectionId }: { readonly connectionId: string }) {
  return (
    <ChangeList
      list={useConnectionHistory(connectionId)}
      keyOf={({ version }) => String(version)}
      words={useConnectionWords()}
      titles={{ NotFound: historyText.noSuchConnection }}
    />
  );
}

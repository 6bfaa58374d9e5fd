// A record's history on a page of its own: of a record that is gone, all there is.
import { makeStyles, tokens } from '@fluentui/react-components';
import { useParams } from 'react-router';
import { useCall } from '../api/read-hooks.ts';
import { TypeLink } from '../record/record-facts.tsx';
import { Page } from '../shell/page.tsx';
import { historyText } from '../text/history.ts';
import { RecordHistory } from './record-history.tsx';

const useStyles = makeStyles({
  card: {
    background: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusLarge,
    boxShadow: tokens.shadow2,
  },
});

export function RecordHistoryPage() {
  const { type = '', id = '' } = useParams();
  const { data: record } = useCall('getRecord', { params: { type, id } });
  return (
    <Page title={historyText.titleOfRecord(record?.name ?? id)} above={<TypeLink type={type} />}>
      <div className={useStyles().card}>
        <RecordHistory key={`${type}/${id}`} type={type} id={id} />
      </div>
    </Page>
  );
}

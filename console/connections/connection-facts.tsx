// Who made a connection and changed it last, and its id.
import { makeStyles, Text, tokens } from '@fluentui/react-components';
import type { ConnectionView } from '../../shared/contracts/connection-schemas.ts';
import { formatInstant } from '../parts/format.ts';
import { connectionsText } from '../text/connections.ts';

const useStyles = makeStyles({
  facts: {
    display: 'grid',
    gap: tokens.spacingVerticalS,
    margin: `${tokens.spacingVerticalXL} 0 0`,
    paddingTop: tokens.spacingVerticalM,
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    overflowWrap: 'anywhere',
  },
  term: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  fact: { margin: 0, fontSize: tokens.fontSizeBase200 },
});

export function ConnectionFacts({ connection }: { readonly connection: ConnectionView }) {
  const styles = useStyles();
  const { createdAt, createdBy, modifiedAt, modifiedBy, id } = connection;
  const facts = [
    [connectionsText.created, connectionsText.byWhom(formatInstant(createdAt), createdBy)],
    [connectionsText.modified, connectionsText.byWhom(formatInstant(modifiedAt), modifiedBy)],
    [connectionsText.id, id],
  ] as const;
  return (
    <dl className={styles.facts} aria-label={connectionsText.facts}>
      {facts.map(([term, fact]) => (
        <div key={term}>
          <dt className={styles.term}>{term}</dt>
          <dd className={styles.fact}>
            <Text size={200}>{fact}</Text>
          </dd>
        </div>
      ))}
    </dl>
  );
}

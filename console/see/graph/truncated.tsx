// Says that a graph leaves something out, and what helps.
import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components';
import { graphText } from '../../text/see.ts';

/** The most that the service answers. */
const mostNodes = 1000;

interface Props {
  readonly maxNodes: number;
  readonly onMore: (maxNodes: number) => void;
}

export function Truncated({ maxNodes, onMore }: Props) {
  return (
    <MessageBar intent="warning" layout="auto">
      <MessageBarBody>
        {graphText.truncated(maxNodes)} {graphText.truncatedHelp}
      </MessageBarBody>
      {maxNodes < mostNodes && (
        <MessageBarActions>
          <Button size="small" onClick={() => onMore(mostNodes)}>
            {graphText.more(mostNodes)}
          </Button>
        </MessageBarActions>
      )}
    </MessageBar>
  );
}

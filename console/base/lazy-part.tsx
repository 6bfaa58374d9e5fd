// Parts of the console that are loaded when they are first wanted, and tried again when they could
// not be had. `React.lazy` keeps a failure for good; this forgets it when one asks.

import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { PlugDisconnectedRegular } from '@fluentui/react-icons/svg/plug-disconnected';
import { Component, type ComponentType, type ReactNode, Suspense, use } from 'react';
import { commonText } from '../text/common-text.ts';
import { EmptyState } from './page-states.tsx';

type Loaded<Props> = { readonly default: ComponentType<Props> };

/** Made once for each part, outside of components; draw it within `Late`. */
export function late<Props extends object>(
  load: () => Promise<Loaded<Props>>,
): ComponentType<Props> {
  let loading: Promise<Loaded<Props>> | undefined;
  const forget = () => {
    loading = undefined;
  };
  return function LatePart(props: Props) {
    loading ??= load().catch((error: unknown) => {
      throw new NotLoaded(error, forget);
    });
    const { default: Part } = use(loading);
    return <Part {...props} />;
  };
}

interface Props {
  readonly children: ReactNode;
  /** What stands there meanwhile, and beside the failure when there is `onGiveUp`. */
  readonly fallback?: ReactNode;
  /** Which part it is, where it may be another one at the same place. */
  readonly part?: string;
  /**
   * For what comes over the page (dialogs, menus): takes back the wish for it. Its failure is told
   * over the page; without this, in the part's own place.
   */
  readonly onGiveUp?: () => void;
}

export function Late({ children, fallback = null, part = '', onGiveUp }: Props) {
  return (
    <WhenNotLoaded part={part} {...(onGiveUp ? { onGiveUp, fallback } : {})}>
      <Suspense fallback={fallback}>{children}</Suspense>
    </WhenNotLoaded>
  );
}

/** The file of a part did not come: no network, or a newer console has taken its place. */
export class NotLoaded extends Error {
  override readonly name = 'NotLoaded';
  /** Lets the next drawing load it anew. */
  readonly forget: () => void;

  constructor(cause: unknown, forget: () => void) {
    super(String(cause), { cause });
    this.forget = forget;
  }
}

interface WhenNotLoadedProps {
  readonly children: ReactNode;
  /** Which part it is: of another one nothing has failed yet. */
  readonly part: string;
  /** With it, the failure is told over the page, with `fallback` in the part's place. */
  readonly onGiveUp?: () => void;
  readonly fallback?: ReactNode;
  /** What stands around the failure, such as a page's heading. */
  readonly around?: (failure: ReactNode) => ReactNode;
}

interface State {
  readonly part: string;
  readonly error?: unknown;
  readonly tries: number;
}

export class WhenNotLoaded extends Component<WhenNotLoadedProps, State> {
  override state: State = { part: this.props.part, tries: 0 };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error };
  }

  static getDerivedStateFromProps({ part }: WhenNotLoadedProps, state: State): State | null {
    return part === state.part ? null : { part, error: undefined, tries: 0 };
  }

  /** From now on this stands there: who draws the part again, here or elsewhere, loads it anew. */
  override componentDidCatch(error: unknown) {
    if (error instanceof NotLoaded) error.forget();
  }

  override render() {
    const { children, onGiveUp, fallback, around = (failure) => failure } = this.props;
    const { error, tries } = this.state;
    if (error === undefined) return children;
    // Whatever else has failed is for who is further out.
    if (!(error instanceof NotLoaded)) throw error;
    const again = () => {
      this.setState({ error: undefined, tries: tries + 1 });
    };
    if (!onGiveUp) return around(<InPlace onRetry={again} stubborn={tries > 0} />);
    const giveUp = () => {
      this.setState({ error: undefined, tries: 0 });
      onGiveUp();
    };
    return (
      <>
        {fallback}
        <OverPage onRetry={again} stubborn={tries > 0} onGiveUp={giveUp} />
      </>
    );
  }
}

interface FailureProps {
  readonly onRetry: () => void;
  /** Trying again did not help: the console may have been updated, which needs the page anew. */
  readonly stubborn: boolean;
}

function Buttons({ onRetry, stubborn }: FailureProps) {
  return (
    <>
      <Button appearance="primary" onClick={onRetry}>
        {commonText.retry}
      </Button>
      {stubborn && <Button onClick={() => location.reload()}>{commonText.reload}</Button>}
    </>
  );
}

function InPlace(props: FailureProps) {
  return (
    <div role="alert">
      <EmptyState
        icon={<PlugDisconnectedRegular />}
        title={commonText.notLoaded}
        hint={props.stubborn ? commonText.notLoadedStill : commonText.notLoadedHint}
      >
        <Buttons {...props} />
      </EmptyState>
    </div>
  );
}

const useStyles = makeStyles({
  over: {
    position: 'fixed',
    // Over dialogs, whose forms it must not take away.
    zIndex: 2_000_000,
    insetInline: 0,
    bottom: tokens.spacingVerticalXXL,
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    boxSizing: 'border-box',
    width: 'fit-content',
    maxWidth: 'min(640px, 96vw)',
    margin: '0 auto',
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalL}`,
    borderRadius: tokens.borderRadiusLarge,
    background: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow28,
  },
  words: { flex: '1 1 240px' },
});

function OverPage({ onGiveUp, ...props }: FailureProps & { readonly onGiveUp: () => void }) {
  const styles = useStyles();
  return (
    <div role="alert" className={styles.over}>
      <Text className={styles.words}>
        <strong>{commonText.notLoaded}.</strong>{' '}
        {props.stubborn ? commonText.notLoadedStill : commonText.notLoadedHint}
      </Text>
      <Buttons {...props} />
      <Button onClick={onGiveUp}>{commonText.close}</Button>
    </div>
  );
}

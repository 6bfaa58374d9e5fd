// Lazily loaded components that can be loaded again after a failure, which `React.lazy` cannot, and the
// message about the failure.

import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { PlugDisconnectedRegular } from '@fluentui/react-icons/svg/plug-disconnected';
import { Component, type ComponentType, type ReactNode, Suspense, use } from 'react';
import { commonText } from '../text/common-text.ts';
import { EmptyState } from './page-states.tsx';

type Loaded<Props> = { readonly default: ComponentType<Props> };

/** Call it once per component, at module level; render the result inside `Late`. */
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
  /** Shown while loading, and next to the failure if there is `onGiveUp`. */
  readonly fallback?: ReactNode;
  /** Identifies the component if others can take its place. */
  readonly part?: string;
  /**
   * For dialogs and menus: closes them again. Their failure is shown over the page; without this, in
   * place of the component.
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

/** A chunk could not be loaded: no network, or a newer version was deployed. */
export class NotLoaded extends Error {
  override readonly name = 'NotLoaded';
  /** Lets the next rendering load it again. */
  readonly forget: () => void;

  constructor(cause: unknown, forget: () => void) {
    super(String(cause), { cause });
    this.forget = forget;
  }
}

interface WhenNotLoadedProps {
  readonly children: ReactNode;
  /** Identifies the component; a change resets the failure. */
  readonly part: string;
  /** If given, the failure is shown over the page, with `fallback` in place of the component. */
  readonly onGiveUp?: () => void;
  readonly fallback?: ReactNode;
  /** Wraps the failure, for example in a page with a heading. */
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

  /** Forgets the failed chunk, so that rendering it again loads it again. */
  override componentDidCatch(error: unknown) {
    if (error instanceof NotLoaded) error.forget();
  }

  override render() {
    const { children, onGiveUp, fallback, around = (failure) => failure } = this.props;
    const { error, tries } = this.state;
    if (error === undefined) return children;
    // Other errors are for the outer error boundary.
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
  /** Trying again failed, too: the console may have been updated, which requires reloading the page. */
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
    // Above dialogs, which must stay open.
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

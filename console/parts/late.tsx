// Parts of the console that are loaded when they are first wanted, and tried again when they could
// not be had. `React.lazy` keeps a failure for good; this forgets it when one asks.
import { type ComponentType, type ReactNode, Suspense, use } from 'react';
import { NotLoaded, WhenNotLoaded } from './when-not-loaded.tsx';

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

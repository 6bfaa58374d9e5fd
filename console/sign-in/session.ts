// Signing in with OpenID Connect (authorization code and PKCE), and the access token for requests.
import { ErrorResponse, type User, UserManager, WebStorageStateStore } from 'oidc-client-ts';
import { LiaisonProblem } from '../../shared/client/liaison-problem.ts';
import { type Person, personOf } from './person.ts';

export interface Session {
  readonly person: Person;
  /**
   * The token for a request, renewed if it is about to expire and there is a refresh token; else waits
   * for the user to sign in again.
   * @throws LiaisonProblem Unreachable
   */
  token(): Promise<string>;
  /**
   * Requests a new token from the issuer; false if the issuer refuses.
   * @throws LiaisonProblem Unreachable
   */
  renew(): Promise<boolean>;
  /** Asks the user to sign in again; resolves when they have. */
  end(): Promise<void>;
  readonly ended: boolean;
  /** Called when the session expires and when it is valid again; returns a function that unsubscribes. */
  onEnded(listener: () => void): () => void;
  /**
   * Signs in again in a new window, so that this page keeps its state.
   * @returns the user id if another user signed in, which changes nothing
   * @throws Error if the window was blocked or the sign-in failed
   */
  signIn(): Promise<string | undefined>;
  /** Goes to the issuer's page and returns to this address. */
  signInHere(): Promise<void>;
  signOut(): Promise<void>;
}

/** Tokens that expire within this time are renewed before a request, in s. */
const leeway = 20;

/** Temporary errors of the issuer (RFC 6749). */
const passing = new Set<string | null>(['server_error', 'temporarily_unavailable']);

/** Marks a sign-in window: a new window starts with a copy of this tab's storage. */
const forOther = 'liaison.sign-in-for-other';

/**
 * The session of this tab. Without one, goes to the issuer's page and never resolves.
 * undefined: this is a sign-in window, which has informed the page that opened it.
 * @throws Error when the issuer refuses or cannot be reached.
 */
export async function openSession(settings: SignInSettings): Promise<Session | undefined> {
  const home = `${location.origin}/`;
  const manager = new UserManager({
    authority: settings.authority,
    metadataUrl: new URL(settings.metadataUrl, home).href,
    client_id: settings.clientId,
    scope: settings.scope,
    redirect_uri: home,
    post_logout_redirect_uri: home,
    response_type: 'code',
    // Only for this tab, until it is closed.
    userStore: new WebStorageStateStore({ store: sessionStorage }),
    stateStore: new WebStorageStateStore({ store: sessionStorage }),
    automaticSilentRenew: false,
    monitorSession: false,
  });
  const signIn = () => manager.signinRedirect({ state: location.hash });

  const isReturned = new URLSearchParams(location.search).has('state');
  if (isReturned && sessionStorage.getItem(forOther) !== null) {
    await manager.signinPopupCallback();
    return undefined;
  }
  let user = await returned(manager);
  user ??= await manager.getUser();
  if (user?.expired)
    user = user.refresh_token ? await manager.signinSilent().catch(() => null) : null;
  if (!user) {
    await signIn();
    return new Promise(() => {});
  }
  return sessionOf(manager, user, settings, signIn);
}

/** The user after returning from the issuer's page; restores the previous address. */
async function returned(manager: UserManager): Promise<User | null> {
  const query = new URLSearchParams(location.search);
  if (!query.has('state')) return null;
  try {
    const user = await manager.signinRedirectCallback();
    const place = typeof user.state === 'string' ? user.state : '';
    history.replaceState(null, '', `/${place}`);
    return user;
  } catch (error) {
    // Reloading must not process the same response again.
    history.replaceState(null, '', '/');
    // After signing out, or from a bookmarked address: not an error.
    if (!query.has('error') && !query.has('code')) return null;
    throw error;
  }
}

function sessionOf(
  manager: UserManager,
  signedIn: User,
  { signOutUrl }: SignInSettings,
  signIn: () => Promise<void>,
): Session {
  let user = signedIn;
  let ended = false;
  let renewing: Promise<boolean> | undefined;
  let signedInAgain = Promise.withResolvers<void>();
  let attempt: AbortController | undefined;
  const listeners = new Set<() => void>();
  const session: Session = {
    person: personOf(user),
    get ended() {
      return ended;
    },
    async token() {
      if ((user.expires_in ?? Number.POSITIVE_INFINITY) < leeway) {
        const renewed = await session.renew().catch((error) => {
          if (user.expired) throw error;
          return false;
        });
        if (!renewed && user.expired) await session.end();
      }
      return user.access_token;
    },
    renew() {
      // Concurrent requests share one renewal.
      renewing ??= renewed().finally(() => {
        renewing = undefined;
      });
      return renewing;
    },
    end() {
      ended = true;
      tell();
      return signedInAgain.promise;
    },
    onEnded(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async signIn() {
      attempt?.abort();
      const own = new AbortController();
      attempt = own;
      sessionStorage.setItem(forOther, '');
      // Must open the window synchronously: browsers allow it only during a click.
      const signing = manager.signinPopup({ popupSignal: own.signal });
      sessionStorage.removeItem(forOther);
      const next = await signing.catch((error) => {
        // Replaced by a newer attempt, which reports its own result.
        if (!own.signal.aborted) throw error;
      });
      if (!next) return undefined;
      const { sub } = session.person;
      if (next.profile.sub !== sub) {
        await manager.storeUser(user);
        return next.profile.sub;
      }
      user = next;
      ended = false;
      signedInAgain.resolve();
      signedInAgain = Promise.withResolvers();
      tell();
      return undefined;
    },
    async signInHere() {
      await manager.removeUser();
      await signIn();
    },
    async signOut() {
      const leaves = signOutUrl ?? (await manager.metadataService.getEndSessionEndpoint());
      if (signOutUrl === undefined && leaves !== undefined) return manager.signoutRedirect();
      await manager.removeUser();
      location.assign(signOutUrl ?? '/');
    },
  };
  function tell() {
    for (const listener of listeners) listener();
  }
  async function renewed(): Promise<boolean> {
    if (!user.refresh_token) return false;
    try {
      user = (await manager.signinSilent()) ?? user;
      return !user.expired;
    } catch (error) {
      // The issuer refused; other errors say nothing about the session.
      if (error instanceof ErrorResponse && !passing.has(error.error)) return false;
      throw new LiaisonProblem('Unreachable', 0, String(error));
    }
  }
  return session;
}

interface SignInSettings {
  readonly authority: string;
  /** An address, or a path of this origin. */
  readonly metadataUrl: string;
  readonly clientId: string;
  readonly scope: string;
  /** Address for signing out at the issuer, if it has no standard endpoint. */
  readonly signOutUrl?: string;
}

/** @throws Error if they cannot be read. */
export async function readSettings(): Promise<SignInSettings> {
  const response = await fetch('/settings.json');
  if (!response.ok) throw new Error(`/settings.json: ${response.status} ${response.statusText}`);
  const { signIn } = await response.json();
  return signIn;
}

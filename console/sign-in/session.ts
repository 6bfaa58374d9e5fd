// Signing in by OpenID Connect (code and PKCE), and the token that calls carry.
import { ErrorResponse, type User, UserManager, WebStorageStateStore } from 'oidc-client-ts';
import { LiaisonProblem } from '../../shared/client/liaison-problem.ts';
import { type Person, personOf } from './person.ts';

export interface Session {
  readonly person: Person;
  /**
   * The token for a call, renewed when it is about to expire and the issuer gave the means; else
   * waits for the person to sign in again.
   * @throws LiaisonProblem Unreachable
   */
  token(): Promise<string>;
  /**
   * Asks the issuer for a new token; false when it gives none.
   * @throws LiaisonProblem Unreachable
   */
  renew(): Promise<boolean>;
  /** Has the person asked to sign in again; resolves when they have. */
  end(): Promise<void>;
  readonly ended: boolean;
  /** Told when the sign-in ends, and when it is there again; answers with what takes that back. */
  onEnded(listener: () => void): () => void;
  /**
   * Signs in again in a window of its own, so that this page stays as it is.
   * @returns who signed in when it was somebody else, which changes nothing
   * @throws Error when there is no window, or no sign-in
   */
  signIn(): Promise<string | undefined>;
  /** Leaves for the issuer's page and comes back to this place. */
  signInHere(): Promise<void>;
  signOut(): Promise<void>;
}

/** A token that lives no longer than this is renewed before a call, in s. */
const leeway = 20;

/** What an issuer answers while it fails itself (RFC 6749): it may work in a moment. */
const passing = new Set<string | null>(['server_error', 'temporarily_unavailable']);

/** A window that is opened while this is there is for signing in alone: it begins with a copy. */
const forOther = 'liaison.sign-in-for-other';

/**
 * The session of this tab. Without one, leaves for the issuer's page: then it never resolves.
 * undefined: this window was for signing in alone, and has told the page that opened it.
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
    // Of this tab alone, and gone with it.
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

/** Who comes back from the issuer's page, put where they were before. */
async function returned(manager: UserManager): Promise<User | null> {
  const query = new URLSearchParams(location.search);
  if (!query.has('state')) return null;
  try {
    const user = await manager.signinRedirectCallback();
    const place = typeof user.state === 'string' ? user.state : '';
    history.replaceState(null, '', `/${place}`);
    return user;
  } catch (error) {
    // Reloading must not try the same answer again.
    history.replaceState(null, '', '/');
    // Comes from leaving the issuer, or from an address that was kept: nothing to be told of.
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
      // Calls that are refused at the same time wait for one renewal.
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
      // Opens its window at once, which may be done while a click is being answered alone.
      const signing = manager.signinPopup({ popupSignal: own.signal });
      sessionStorage.removeItem(forOther);
      const next = await signing.catch((error) => {
        // Asked for once more meanwhile, which tells its own outcome.
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
      // The issuer has answered, and refused; anything else says nothing of the sign-in.
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
  /** Where to go to end the sign-in at the issuer too, when it has no standard endpoint for it. */
  readonly signOutUrl?: string;
}

/** @throws Error when there are none, in a sentence. */
export async function readSettings(): Promise<SignInSettings> {
  const response = await fetch('/settings.json');
  if (!response.ok) throw new Error(`/settings.json: ${response.status} ${response.statusText}`);
  const { signIn } = await response.json();
  return signIn;
}

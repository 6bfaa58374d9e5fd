// Signing in by OpenID Connect (code and PKCE), and the token that calls carry.
import { type User, UserManager, WebStorageStateStore } from 'oidc-client-ts';
import { ApiError } from '../api/api-error.ts';
import type { SignInSettings } from './settings.ts';

export type Right = 'read' | 'write' | 'admin';

interface Person {
  /** The actor of what they do. */
  readonly sub: string;
  readonly name: string;
  readonly rights: ReadonlySet<Right>;
}

export interface Session {
  readonly person: Person;
  /**
   * The token for a call, renewed when it is about to expire and the issuer gave the means.
   * @throws ApiError SignedOut
   */
  token(): Promise<string>;
  /** Asks the issuer for a new token; false when it gives none. */
  renew(): Promise<boolean>;
  /** Notes that the sign-in has ended and has the person asked to sign in again. */
  end(): ApiError;
  readonly ended: boolean;
  /** Told when the sign-in ends; answers with what takes that back. */
  onEnded(listener: () => void): () => void;
  /** Leaves for the issuer's page and comes back to this place. */
  signIn(): Promise<void>;
  signOut(): Promise<void>;
}

/** A token that lives no longer than this is renewed before a call, in s. */
const leeway = 20;

/**
 * The session of this tab. Without one, leaves for the issuer's page: then it never resolves.
 * @throws Error when the issuer refuses or cannot be reached.
 */
export async function openSession(settings: SignInSettings): Promise<Session> {
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
  const listeners = new Set<() => void>();
  const session: Session = {
    person: personOf(user),
    get ended() {
      return ended;
    },
    async token() {
      if ((user.expires_in ?? Number.POSITIVE_INFINITY) < leeway && !(await session.renew())) {
        if (user.expired) throw session.end();
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
      for (const listener of listeners) listener();
      return new ApiError('SignedOut', 401, '');
    },
    onEnded(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async signIn() {
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
  async function renewed(): Promise<boolean> {
    if (!user.refresh_token) return false;
    const next = await manager.signinSilent().catch(() => null);
    if (!next) return false;
    user = next;
    return true;
  }
  return session;
}

function personOf(user: User): Person {
  const scopes = scopesOf(user).filter((scope) => scope.startsWith('liaison/'));
  const { sub, name, email, preferred_username } = user.profile;
  return {
    sub,
    name: name ?? preferred_username ?? email ?? sub,
    rights: new Set(scopes.map((scope) => scope.slice('liaison/'.length) as Right)),
  };
}

/** As the service will read them: of the access token where it can be read, else as granted. */
function scopesOf(user: User): string[] {
  try {
    const [, claims = ''] = user.access_token.split('.');
    const { scope } = JSON.parse(atob(claims.replaceAll('-', '+').replaceAll('_', '/')));
    if (typeof scope === 'string') return scope.split(' ');
  } catch {
    // Opaque to us, as an issuer may have it.
  }
  return user.scopes;
}

// Whose tokens the API accepts: an OpenID Connect provider's, or a user pool's that is made here.
import { Aws, type RemovalPolicy } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { scopes } from '../../../shared/contracts/scopes.ts';
import type { IdentitySettings } from '../../settings-schema.ts';
import type { SignInSettings } from '../console/console-site.ts';
import type { FunctionSettings } from './liaison-function.ts';
import { LiaisonUserPool } from './liaison-user-pool.ts';

export interface IdentityProps extends FunctionSettings {
  readonly settings: IdentitySettings;
  /** Start of the sign-in page's host name where the settings name none (a made user pool only). */
  readonly signInPrefix: string;
  /** Refuse deletion of a made user pool. */
  readonly protect: boolean;
  readonly removalPolicy: RemovalPolicy;
}

/** What the console signs people in with. */
export interface ConsoleSignIn {
  /** @param url the console's address, with a slash at its end. */
  readonly settings: (url: string) => SignInSettings;
  /** Whom the console calls for it. */
  readonly origins: readonly string[];
}

/** The issuer and the audience that a token must have. */
export class Identity extends Construct {
  readonly issuer: string;
  readonly audience: string[];
  /** What a client needs to sign people in; empty for a provider that exists. */
  readonly signIn: Readonly<Record<string, string>>;
  /** Undefined for a provider where the console has no client. */
  readonly consoleSignIn: ConsoleSignIn | undefined;
  readonly #pool: LiaisonUserPool | undefined;

  constructor(scope: Construct, id: string, { settings, ...props }: IdentityProps) {
    super(scope, id);
    if (settings.provider === 'oidc') {
      this.issuer = settings.issuer;
      this.audience = settings.audience;
      this.signIn = {};
      this.consoleSignIn = signInAt(settings);
      return;
    }
    const made = new LiaisonUserPool(this, 'UserPool', { settings, ...props });
    this.#pool = made;
    const { userPoolClientId } = made.client;
    const machines = [...made.machineClients];
    this.issuer = made.pool.userPoolProviderUrl;
    // Cognito's access tokens have no `aud`: what counts is the client that asked for them.
    this.audience = [userPoolClientId, ...machines.map(([, one]) => one.userPoolClientId)];
    this.signIn = {
      UserPoolId: made.pool.userPoolId,
      UserPoolClientId: userPoolClientId,
      SignInUrl: made.domain.baseUrl(),
      ...Object.fromEntries(
        machines.map(([name, one]) => [`MachineClient${pascal(name)}`, one.userPoolClientId]),
      ),
    };
    const signInUrl = made.domain.baseUrl();
    this.consoleSignIn = {
      settings: (url) => ({
        authority: this.issuer,
        metadataUrl: metadataOf(this.issuer),
        clientId: userPoolClientId,
        scope: consoleScope,
        // Cognito's own: it asks for other parameters than the standard's end_session.
        signOutUrl: `${signInUrl}/logout?client_id=${userPoolClientId}&logout_uri=${url}`,
      }),
      origins: [`https://cognito-idp.${Aws.REGION}.${Aws.URL_SUFFIX}`, signInUrl],
    };
  }

  /** Lets the sign-in page of a made user pool send people to this address, too. */
  sendBackTo(url: string): void {
    this.#pool?.sendBackTo(url);
  }
}

const consoleScope = ['openid', ...Object.values(scopes)].join(' ');
const metadataOf = (issuer: string) =>
  `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;

/** `night-sync` as the name of an output. */
const pascal = (name: string) => name.replace(/(^|-)(.)/g, (_, __, first) => first.toUpperCase());

function signInAt({
  issuer,
  consoleClientId: clientId,
  metadataUrl = metadataOf(issuer),
  signInOrigins = [],
}: Extract<IdentitySettings, { provider: 'oidc' }>): ConsoleSignIn | undefined {
  if (clientId === undefined) return undefined;
  return {
    settings: () => ({ authority: issuer, metadataUrl, clientId, scope: consoleScope }),
    // Where the metadata is on the console's own origin, so is what they name.
    origins: metadataUrl.startsWith('/')
      ? signInOrigins
      : [...new Set([issuer, metadataUrl, ...signInOrigins].map((url) => new URL(url).origin))],
  };
}

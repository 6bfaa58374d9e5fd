// The issuer whose tokens the API accepts: an existing OpenID Connect provider or a new user pool.
import { Aws, type RemovalPolicy } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { scopes } from '../../../shared/contracts/scopes.ts';
import type { IdentitySettings } from '../../settings-schema.ts';
import type { SignInSettings } from '../console/console-site.ts';
import type { FunctionSettings } from '../lambda/liaison-function.ts';
import { LiaisonUserPool } from './liaison-user-pool.ts';

export interface IdentityProps extends FunctionSettings {
  readonly settings: IdentitySettings;
  /** Start of the sign-in page's host name if the settings name none (user pool only). */
  readonly signInPrefix: string;
  /** Whether to refuse deletion of the user pool. */
  readonly protect: boolean;
  readonly removalPolicy: RemovalPolicy;
}

/** What the console needs to sign people in. */
export interface ConsoleSignIn {
  /** @param url the console's address, with a trailing slash. */
  readonly settings: (url: string) => SignInSettings;
  /** The origins that the console calls to sign in. */
  readonly origins: readonly string[];
}

/** The issuer and the audience that a token must have. */
export class Identity extends Construct {
  readonly issuer: string;
  readonly audience: string[];
  /** Stack outputs that a client needs to sign people in; empty for an existing provider. */
  readonly signIn: Readonly<Record<string, string>>;
  /** Undefined if the console has no client at the provider. */
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
    const userPool = new LiaisonUserPool(this, 'UserPool', { settings, ...props });
    this.#pool = userPool;
    const { userPoolClientId } = userPool.client;
    const machines = [...userPool.machineClients];
    this.issuer = userPool.pool.userPoolProviderUrl;
    // Cognito's access tokens have no `aud`: their `client_id` counts instead.
    this.audience = [userPoolClientId, ...machines.map(([, one]) => one.userPoolClientId)];
    this.signIn = {
      UserPoolId: userPool.pool.userPoolId,
      UserPoolClientId: userPoolClientId,
      SignInUrl: userPool.domain.baseUrl(),
      ...Object.fromEntries(
        machines.map(([name, one]) => [`MachineClient${pascal(name)}`, one.userPoolClientId]),
      ),
    };
    const signInUrl = userPool.domain.baseUrl();
    this.consoleSignIn = {
      settings: (url) => ({
        authority: this.issuer,
        metadataUrl: metadataOf(this.issuer),
        clientId: userPoolClientId,
        scope: consoleScope,
        // Cognito's own address: it takes other parameters than the standard's end_session endpoint.
        signOutUrl: `${signInUrl}/logout?client_id=${userPoolClientId}&logout_uri=${url}`,
      }),
      origins: [`https://cognito-idp.${Aws.REGION}.${Aws.URL_SUFFIX}`, signInUrl],
    };
  }

  /** Lets the sign-in page of a user pool also redirect people to this address. */
  allowRedirectTo(url: string): void {
    this.#pool?.allowRedirectTo(url);
  }
}

const consoleScope = ['openid', ...Object.values(scopes)].join(' ');
const metadataOf = (issuer: string) =>
  `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;

/** Turns `night-sync` into `NightSync`, for the name of an output. */
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
    // If the metadata is on the console's own origin, so are the endpoints in it.
    origins: metadataUrl.startsWith('/')
      ? signInOrigins
      : [...new Set([issuer, metadataUrl, ...signInOrigins].map((url) => new URL(url).origin))],
  };
}

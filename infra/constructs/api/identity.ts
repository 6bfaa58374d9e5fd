// The issuer whose tokens the API accepts: an existing OpenID Connect provider, or a user pool.
import { Aws, Fn, Lazy, type RemovalPolicy, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { scopes } from '../../../shared/contracts/scopes.ts';
import type { IdentitySettings, MachineClient } from '../../settings-schema.ts';
import type { SignInSettings } from '../console/console-site.ts';
import type { FunctionSettings } from '../lambda/liaison-function.ts';
import type { MachineCredentials, ProviderClient } from './call-grant.ts';
import { LiaisonUserPool } from './liaison-user-pool.ts';

export interface IdentityProps extends FunctionSettings {
  readonly settings: IdentitySettings;
  /** Start of the sign-in page's host name if the settings name none (user pool only). */
  readonly signInPrefix: string;
  /** Whether people sign in to a user pool: there is an address to redirect them to. */
  readonly forPeople: boolean;
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
  /** With a user pool a token, because each machine client is added to it. */
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
    if (settings.provider === 'existing-user-pool') {
      this.issuer = `https://${settings.userPool.userPoolProviderName}`;
      const { clients, consoleClient } = settings;
      const accepted = new Set([...(consoleClient ? [consoleClient] : []), ...clients]);
      this.audience = [...accepted].map(({ userPoolClientId }) => userPoolClientId);
      this.signIn = {};
      this.consoleSignIn =
        consoleClient && settings.signInUrl
          ? signInAtCognito({
              issuer: this.issuer,
              clientId: consoleClient.userPoolClientId,
              signInUrl: settings.signInUrl.replace(/\/$/, ''),
              endpoint: originOf(this.issuer),
            })
          : undefined;
      return;
    }
    const userPool = new LiaisonUserPool(this, 'UserPool', { settings, ...props });
    this.#pool = userPool;
    const userPoolClientId = userPool.client?.userPoolClientId;
    const people = userPoolClientId === undefined ? [] : [userPoolClientId];
    this.issuer = userPool.pool.userPoolProviderUrl;
    // Cognito's access tokens have no `aud`: their `client_id` counts instead.
    this.audience = Lazy.list({
      produce: () => [...people, ...userPool.machineClientIds.values()],
    });
    const signInUrl = userPool.domain.baseUrl();
    this.signIn = {
      UserPoolId: userPool.pool.userPoolId,
      ...(userPoolClientId !== undefined && { UserPoolClientId: userPoolClientId }),
      SignInUrl: signInUrl,
      ...Object.fromEntries(
        [...userPool.machineClientIds].map(([name, id]) => [`MachineClient${pascal(name)}`, id]),
      ),
    };
    if (userPoolClientId === undefined) return;
    this.consoleSignIn = signInAtCognito({
      issuer: this.issuer,
      clientId: userPoolClientId,
      signInUrl,
      endpoint: `https://cognito-idp.${Aws.REGION}.${Aws.URL_SUFFIX}`,
    });
  }

  /**
   * The credentials with which a function gets tokens as a machine client: the user pool's client of this name,
   * or the provider's client.
   *
   * @throws Error if the provider's client is missing, or there is one although there is a user pool.
   */
  credentialsOf(machine: MachineClient, client: ProviderClient | undefined): MachineCredentials {
    if (this.#pool && client) {
      throw new Error(
        'grantCall: client is for an existing OpenID Connect provider; this service has a user pool, which ' +
          `makes the client "${machine.name}" itself. Omit client.`,
      );
    }
    if (this.#pool) return this.#pool.credentialsOf(machine);
    if (!client) {
      throw new Error(
        `grantCall: the service cannot make the client "${machine.name}" at the provider ${this.issuer}: create it ` +
          "there, and pass client: { id: '…', secret: Secret.fromSecretNameV2(…), tokenUrl: 'https://…' }.",
      );
    }
    return {
      clientId: client.id,
      tokenUrl: client.tokenUrl,
      secretArn: client.secret.secretArn,
      // Also of the key, if the secret has one of its own.
      grantReadSecret: (fn) => client.secret.grantRead(fn),
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

interface AtCognito {
  readonly issuer: string;
  readonly clientId: string;
  /** Address of the sign-in page, without a trailing slash. */
  readonly signInUrl: string;
  /** Origin of the pool's discovery document. */
  readonly endpoint: string;
}

const signInAtCognito = ({ issuer, clientId, signInUrl, endpoint }: AtCognito): ConsoleSignIn => ({
  settings: (url) => ({
    authority: issuer,
    metadataUrl: metadataOf(issuer),
    clientId,
    scope: consoleScope,
    // Cognito's own address: it takes other parameters than the standard's end_session endpoint.
    signOutUrl: `${signInUrl}/logout?client_id=${clientId}&logout_uri=${url}`,
  }),
  origins: [endpoint, signInUrl],
});

/** The origin of an address; of a token, only CloudFormation can tell. */
const originOf = (url: string) =>
  Token.isUnresolved(url) ? `https://${Fn.select(2, Fn.split('/', url))}` : new URL(url).origin;

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
      : [...new Set([issuer, metadataUrl, ...signInOrigins].map(originOf))],
  };
}

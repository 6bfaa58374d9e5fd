// Whose tokens the API accepts: an OpenID Connect provider's, or a user pool's that is made here.
import { Aws, Lazy, type RemovalPolicy } from 'aws-cdk-lib';
import { OAuthScope, ResourceServerScope, UserPool } from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { type Scope, scopes } from '../../shared/contracts/route.ts';
import type { IdentitySettings } from '../settings.ts';
import type { SignInSettings } from './console-site.ts';

export interface IdentityProps {
  readonly settings: IdentitySettings;
  /** Start of the sign-in page's host name (a made user pool only); the account id is added. */
  readonly signInPrefix: string;
  readonly removalPolicy: RemovalPolicy;
}

const described: Record<Scope, string> = {
  'liaison/read': 'See records, roles and connections',
  'liaison/write': 'Make and change records and connections',
  'liaison/admin': 'Administer record types, roles and what others own',
};

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
  readonly #callbackUrls: string[] = [];

  constructor(scope: Construct, id: string, props: IdentityProps) {
    super(scope, id);
    const { settings } = props;
    if (settings.provider === 'oidc') {
      this.issuer = settings.issuer;
      this.audience = settings.audience;
      this.signIn = {};
      this.consoleSignIn = signInAt(settings);
      return;
    }
    this.#callbackUrls.push(...settings.callbackUrls);
    const sendBackTo = Lazy.list({ produce: () => this.#callbackUrls });
    const pool = new UserPool(this, 'UserPool', {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      removalPolicy: props.removalPolicy,
    });
    const server = Object.values(scopes).map((name) => {
      const [, scopeName = name] = name.split('/');
      return new ResourceServerScope({ scopeName, scopeDescription: described[name] });
    });
    const resourceServer = pool.addResourceServer('Liaison', {
      identifier: 'liaison',
      scopes: server,
    });
    // Without a secret a client proves itself by PKCE, as applications in a browser must.
    const client = pool.addClient('Client', {
      generateSecret: false,
      preventUserExistenceErrors: true,
      oAuth: {
        flows: { authorizationCodeGrant: true },
        callbackUrls: sendBackTo,
        logoutUrls: sendBackTo,
        scopes: [
          OAuthScope.OPENID,
          ...server.map((each) => OAuthScope.resourceServer(resourceServer, each)),
        ],
      },
    });
    const domain = pool.addDomain('SignIn', {
      cognitoDomain: { domainPrefix: `${props.signInPrefix}-${Aws.ACCOUNT_ID}` },
    });
    this.issuer = pool.userPoolProviderUrl;
    this.audience = [client.userPoolClientId];
    this.signIn = {
      UserPoolId: pool.userPoolId,
      UserPoolClientId: client.userPoolClientId,
      SignInUrl: domain.baseUrl(),
    };
    this.consoleSignIn = {
      settings: (url) => ({
        authority: this.issuer,
        metadataUrl: metadataOf(this.issuer),
        clientId: client.userPoolClientId,
        scope: consoleScope,
        // Cognito's discovery document names no place to sign out.
        signOutUrl: `${domain.baseUrl()}/logout?client_id=${client.userPoolClientId}&logout_uri=${url}`,
      }),
      origins: [`https://cognito-idp.${Aws.REGION}.${Aws.URL_SUFFIX}`, domain.baseUrl()],
    };
  }

  /** Lets the sign-in page of a made user pool send people to this address, too. */
  sendBackTo(url: string): void {
    this.#callbackUrls.push(url);
  }
}

const consoleScope = ['openid', ...Object.values(scopes)].join(' ');
const metadataOf = (issuer: string) =>
  `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;

function signInAt({
  issuer,
  consoleClientId: clientId,
  metadataUrl = metadataOf(issuer),
}: Extract<IdentitySettings, { provider: 'oidc' }>): ConsoleSignIn | undefined {
  if (clientId === undefined) return undefined;
  return {
    settings: () => ({ authority: issuer, metadataUrl, clientId, scope: consoleScope }),
    origins: metadataUrl.startsWith('/') ? [] : [new URL(metadataUrl).origin],
  };
}

// Whose tokens the API accepts: an OpenID Connect provider's, or a user pool's that is made here.
import { Aws, type RemovalPolicy } from 'aws-cdk-lib';
import { OAuthScope, ResourceServerScope, UserPool } from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { type Scope, scopes } from '../../shared/contracts/route.ts';
import type { IdentitySettings } from '../settings-schema.ts';

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

/** The issuer and the audience that a token must have. */
export class Identity extends Construct {
  readonly issuer: string;
  readonly audience: string[];
  /** What a client needs to sign people in; empty for a provider that exists. */
  readonly signIn: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: IdentityProps) {
    super(scope, id);
    const { settings } = props;
    if (settings.provider === 'oidc') {
      this.issuer = settings.issuer;
      this.audience = settings.audience;
      this.signIn = {};
      return;
    }
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
        callbackUrls: settings.callbackUrls,
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
  }
}

// A Cognito user pool: who may sign in, how, and which scopes each person's tokens have.
import { Aws, Duration, Lazy, type RemovalPolicy, Validations } from 'aws-cdk-lib';
import {
  AccountRecovery,
  FeaturePlan,
  LambdaVersion,
  Mfa,
  OAuthScope,
  ResourceServerScope,
  UserPool,
  type UserPoolClient,
  UserPoolClientIdentityProvider,
  type UserPoolDomain,
  UserPoolOperation,
  type UserPoolResourceServer,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { type Scope, scopes, scopesByGroup } from '../../../shared/contracts/scopes.ts';
import type { IdentitySettings } from '../../settings-schema.ts';
import { SettingsError } from '../../stage-settings.ts';
import { type FunctionSettings, LiaisonFunction } from '../lambda/liaison-function.ts';

export interface LiaisonUserPoolProps extends FunctionSettings {
  readonly settings: Extract<IdentitySettings, { provider: 'user-pool' }>;
  /**
   * Start of the sign-in page's host name if the settings name none; the account id is appended.
   * At most 50 characters, without "aws", "amazon" or "cognito".
   */
  readonly signInPrefix: string;
  /** Whether to refuse deletion of the pool, which would delete its people. */
  readonly protect: boolean;
  readonly removalPolicy: RemovalPolicy;
}

const scopeDescriptions: Record<Scope, string> = {
  'liaison/read': 'See records, roles and connections',
  'liaison/write': 'Create and change records and connections',
  'liaison/admin': 'Administer record types, roles and what others own',
};

const mfa = { off: Mfa.OFF, optional: Mfa.OPTIONAL, required: Mfa.REQUIRED };

/** A scope of Cognito's resource server `liaison`. */
const serverScope = (scope: Scope) =>
  new ResourceServerScope({
    scopeName: scope.replace(/^liaison\//, ''),
    scopeDescription: scopeDescriptions[scope],
  });

/** People sign in on Cognito's page; applications authenticate with PKCE, machines with a secret. */
export class LiaisonUserPool extends Construct {
  readonly pool: UserPool;
  /** The public client for applications that people use: code flow with PKCE. */
  readonly client: UserPoolClient;
  /** Clients of machines, by their names in the settings. */
  readonly machineClients: ReadonlyMap<string, UserPoolClient>;
  readonly domain: UserPoolDomain;
  readonly #server: UserPoolResourceServer;
  readonly #callbackUrls: string[];

  constructor(scope: Construct, id: string, props: LiaisonUserPoolProps) {
    super(scope, id);
    const { settings, signInPrefix, protect, ...common } = props;
    this.#callbackUrls = [...settings.callbackUrls];
    // "Default" is not part of logical ids. Another id would create a new pool, without its people.
    this.pool = new UserPool(this, 'Default', {
      selfSignUpEnabled: settings.selfRegistration,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      autoVerify: { email: true },
      // A new email address counts once it is verified; until then the old one does.
      keepOriginal: { email: true },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      mfa: mfa[settings.mfa],
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      // The cheapest plan in which a trigger can change the scopes of an access token.
      featurePlan: FeaturePlan.ESSENTIALS,
      deletionProtection: protect,
      removalPolicy: props.removalPolicy,
    });
    if (settings.mfa !== 'required') {
      Validations.of(this.pool).acknowledge({
        id: 'AwsSolutions::AwsSolutions-COG2',
        reason:
          'A setting of the stage, `identity.mfa`, decides whether a second factor is required.',
      });
    }
    Validations.of(this.pool).acknowledge({
      id: 'AwsSolutions::AwsSolutions-COG8',
      reason:
        'The Plus plan is charged for each person who signs in. Tokens are short-lived; a team that ' +
        'wants risk-based sign-in can use its own provider.',
    });
    this.#server = this.pool.addResourceServer('Server', {
      identifier: 'liaison',
      scopes: Object.values(scopes).map(serverScope),
    });
    this.#mapScopesToGroups(common);
    const redirectUrls = Lazy.list({ produce: () => this.#allCallbackUrls() });
    this.client = this.pool.addClient('Client', {
      generateSecret: false,
      preventUserExistenceErrors: true,
      // People enter passwords only on Cognito's page; a client may only renew a token.
      authFlows: { userPassword: false },
      supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO],
      oAuth: {
        flows: { authorizationCodeGrant: true },
        callbackUrls: redirectUrls,
        logoutUrls: redirectUrls,
        scopes: [OAuthScope.OPENID, ...this.#scopesOf(Object.values(scopes))],
      },
      // Cognito reads a person's groups when it issues a token, so a change applies after this time.
      accessTokenValidity: Duration.minutes(30),
      idTokenValidity: Duration.minutes(30),
      refreshTokenValidity: Duration.hours(12),
      enableTokenRevocation: true,
    });
    this.machineClients = new Map(
      settings.machineClients.map((machine) => [
        machine.name,
        this.#machineClient(machine.name, machine.scopes),
      ]),
    );
    if (settings.signInPrefix === undefined && /aws|amazon|cognito/i.test(signInPrefix)) {
      throw new SettingsError(
        `The host name of the sign-in page cannot start with "${signInPrefix}": Cognito allows no "aws", ` +
          '"amazon" or "cognito" in it. Set identity.signInPrefix.',
      );
    }
    this.domain = this.pool.addDomain('SignIn', {
      cognitoDomain: {
        domainPrefix: settings.signInPrefix ?? `${signInPrefix.toLowerCase()}-${Aws.ACCOUNT_ID}`,
      },
    });
  }

  /** Lets the sign-in page also redirect people to this address. */
  allowRedirectTo(url: string): void {
    this.#callbackUrls.push(url);
  }

  #allCallbackUrls(): string[] {
    if (this.#callbackUrls.length > 0) return this.#callbackUrls;
    throw new Error(
      `The user pool ${this.node.path} has no address to redirect people to after sign-in: add one to ` +
        'identity.callbackUrls in the settings.',
    );
  }

  #scopesOf(names: readonly Scope[]): OAuthScope[] {
    return names.map((name) => OAuthScope.resourceServer(this.#server, serverScope(name)));
  }

  #mapScopesToGroups(common: FunctionSettings): void {
    for (const [groupName, allowed] of Object.entries(scopesByGroup)) {
      const group = groupName[0]?.toUpperCase() + groupName.slice(1);
      this.pool.addGroup(group, {
        groupName,
        description: `May have the scopes ${allowed.join(', ')}`,
      });
    }
    const trigger = new LiaisonFunction(this, 'ScopesByGroup', {
      ...common,
      entry: 'functions/handlers/scopes-by-group.ts',
      purpose: 'leaves a token the scopes that its groups give',
      // The longest that Cognito waits.
      timeout: Duration.seconds(5),
    });
    Validations.of(trigger).acknowledge({
      id: 'Serverless::Serverless-LambdaDLQ',
      reason:
        'Cognito calls it synchronously: a failure refuses the sign-in, and a dead-letter queue, which ' +
        'is for asynchronous calls only, would stay empty.',
    });
    this.pool.addTrigger(
      UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG,
      trigger,
      LambdaVersion.V2_0,
    );
  }

  #machineClient(name: string, granted: readonly Scope[]): UserPoolClient {
    return this.pool.addClient(`Machine-${name}`, {
      userPoolClientName: name,
      generateSecret: true,
      authFlows: { userPassword: false },
      supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO],
      oAuth: { flows: { clientCredentials: true }, scopes: this.#scopesOf(granted) },
      accessTokenValidity: Duration.hours(1),
      enableTokenRevocation: true,
    });
  }
}

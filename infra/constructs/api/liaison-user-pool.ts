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
import { SettingsError } from '../../settings.ts';
import type { IdentitySettings } from '../../settings-schema.ts';
import { type FunctionSettings, LiaisonFunction } from './liaison-function.ts';

export interface LiaisonUserPoolProps extends FunctionSettings {
  readonly settings: Extract<IdentitySettings, { provider: 'user-pool' }>;
  /**
   * Start of the sign-in page's host name where the settings name none; the account id is added.
   * At most 50 characters, without "aws", "amazon" or "cognito".
   */
  readonly signInPrefix: string;
  /** Refuse deletion of the pool: with it go the people in it. */
  readonly protect: boolean;
  readonly removalPolicy: RemovalPolicy;
}

const described: Record<Scope, string> = {
  'liaison/read': 'See records, roles and connections',
  'liaison/write': 'Make and change records and connections',
  'liaison/admin': 'Administer record types, roles and what others own',
};

const mfa = { off: Mfa.OFF, optional: Mfa.OPTIONAL, required: Mfa.REQUIRED };

/** A scope as Cognito has it, of a resource server `liaison`. */
const ofServer = (scope: Scope) =>
  new ResourceServerScope({
    scopeName: scope.replace(/^liaison\//, ''),
    scopeDescription: described[scope],
  });

/** People sign in at a page of Cognito's; applications prove themselves by PKCE, machines by secret. */
export class LiaisonUserPool extends Construct {
  readonly pool: UserPool;
  /** For applications that people use: public, code flow with PKCE. */
  readonly client: UserPoolClient;
  /** By the names in the settings. */
  readonly machineClients: ReadonlyMap<string, UserPoolClient>;
  readonly domain: UserPoolDomain;
  readonly #server: UserPoolResourceServer;
  readonly #callbackUrls: string[];

  constructor(scope: Construct, id: string, props: LiaisonUserPoolProps) {
    super(scope, id);
    const { settings, signInPrefix, protect, ...common } = props;
    this.#callbackUrls = [...settings.callbackUrls];
    // "Default" leaves no trace in logical ids: another id would be a new pool, without its people.
    this.pool = new UserPool(this, 'Default', {
      selfSignUpEnabled: settings.selfRegistration,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      autoVerify: { email: true },
      // A new address counts once it is proven; until then the old one does.
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
      // The least plan that lets a trigger change the scopes of an access token.
      featurePlan: FeaturePlan.ESSENTIALS,
      deletionProtection: protect,
      removalPolicy: props.removalPolicy,
    });
    if (settings.mfa !== 'required') {
      Validations.of(this.pool).acknowledge({
        id: 'AwsSolutions::AwsSolutions-COG2',
        reason: 'Whether a second factor is asked for is a setting of the stage, `identity.mfa`.',
      });
    }
    Validations.of(this.pool).acknowledge({
      id: 'AwsSolutions::AwsSolutions-COG8',
      reason:
        'The plus plan is paid by each person who signs in. Tokens are short-lived; a team that ' +
        'wants risk-based sign-in brings its own provider.',
    });
    this.#server = this.pool.addResourceServer('Server', {
      identifier: 'liaison',
      scopes: Object.values(scopes).map(ofServer),
    });
    this.#mapScopesToGroups(common);
    const sendBackTo = Lazy.list({ produce: () => this.#allCallbackUrls() });
    this.client = this.pool.addClient('Client', {
      generateSecret: false,
      preventUserExistenceErrors: true,
      // No sign-in by password past the page; only a token may be renewed.
      authFlows: { userPassword: false },
      supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO],
      oAuth: {
        flows: { authorizationCodeGrant: true },
        callbackUrls: sendBackTo,
        logoutUrls: sendBackTo,
        scopes: [OAuthScope.OPENID, ...this.#scopesOf(Object.values(scopes))],
      },
      // Groups are looked at when a token is made: a change counts for all after this.
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
        `The sign-in page cannot be called after "${signInPrefix}": Cognito takes no "aws", "amazon" ` +
          'or "cognito" in it. Set identity.signInPrefix.',
      );
    }
    this.domain = this.pool.addDomain('SignIn', {
      cognitoDomain: {
        domainPrefix: settings.signInPrefix ?? `${signInPrefix.toLowerCase()}-${Aws.ACCOUNT_ID}`,
      },
    });
  }

  /** Lets the sign-in page send people to this address, too. */
  sendBackTo(url: string): void {
    this.#callbackUrls.push(url);
  }

  #allCallbackUrls(): string[] {
    if (this.#callbackUrls.length > 0) return this.#callbackUrls;
    throw new Error(
      `The user pool ${this.node.path} has no address to send people back to: add one to ` +
        'identity.callbackUrls in its settings.',
    );
  }

  #scopesOf(names: readonly Scope[]): OAuthScope[] {
    return names.map((name) => OAuthScope.resourceServer(this.#server, ofServer(name)));
  }

  #mapScopesToGroups(common: FunctionSettings): void {
    for (const [groupName, given] of Object.entries(scopesByGroup)) {
      const group = groupName[0]?.toUpperCase() + groupName.slice(1);
      this.pool.addGroup(group, { groupName, description: `May ask for ${given.join(', ')}` });
    }
    const trigger = new LiaisonFunction(this, 'ScopesByGroup', {
      ...common,
      entry: 'functions/handlers/scopes-by-group.ts',
      purpose: 'leaves a token the scopes that its groups give',
      // Cognito waits no longer.
      timeout: Duration.seconds(5),
    });
    Validations.of(trigger).acknowledge({
      id: 'Serverless::Serverless-LambdaDLQ',
      reason:
        'Cognito calls it and waits: a failure is a refused sign-in, and a dead-letter queue, which ' +
        'takes asynchronous calls alone, would stay empty.',
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

// A Cognito user pool: who may sign in, how, and which scopes each person's tokens have.
import { Aws, Duration, Lazy, type RemovalPolicy, SecretValue, Validations } from 'aws-cdk-lib';
import {
  AccountRecovery,
  type CfnUserPoolClient,
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
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { type Scope, scopes, scopesByGroup } from '../../../shared/contracts/scopes.ts';
import { SettingsError } from '../../settings-refusal.ts';
import type { IdentitySettings, MachineClient } from '../../settings-schema.ts';
import { type FunctionSettings, LiaisonFunction } from '../lambda/liaison-function.ts';
import type { MachineCredentials } from './call-grant.ts';

export interface LiaisonUserPoolProps extends FunctionSettings {
  readonly settings: Extract<IdentitySettings, { provider: 'user-pool' }>;
  /**
   * Start of the sign-in page's host name if the settings name none; the account id is appended.
   * At most 50 characters, without "aws", "amazon" or "cognito".
   */
  readonly signInPrefix: string;
  /** Whether people sign in. Without them, the pool has no client for applications. */
  readonly forPeople: boolean;
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

/** A machine client, its scopes, and where its secret is once a function needs it. */
interface PoolMachine {
  readonly client: UserPoolClient;
  readonly scopes: readonly Scope[];
  secret?: Secret;
}

/** People sign in on Cognito's page; applications authenticate with PKCE, machines with a secret. */
export class LiaisonUserPool extends Construct {
  readonly pool: UserPool;
  /** The public client for applications that people use: code flow with PKCE. */
  readonly client: UserPoolClient | undefined;
  readonly domain: UserPoolDomain;
  readonly #machines = new Map<string, PoolMachine>();
  readonly #server: UserPoolResourceServer;
  readonly #callbackUrls: string[];

  constructor(scope: Construct, id: string, props: LiaisonUserPoolProps) {
    super(scope, id);
    const { settings, signInPrefix, forPeople, protect, ...common } = props;
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
    this.client = forPeople ? this.#clientOfPeople() : undefined;
    for (const machine of settings.machineClients) this.#addMachine(machine);
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

  /** Ids of the machine clients, by their names. */
  get machineClientIds(): ReadonlyMap<string, string> {
    return new Map(
      [...this.#machines].map(([name, { client }]) => [name, client.userPoolClientId]),
    );
  }

  /**
   * The credentials of the machine client of this name, which is added if there is none.
   *
   * @throws Error if it has other scopes.
   */
  credentialsOf(machine: MachineClient): MachineCredentials {
    const { name, scopes: requested } = machine;
    const found = this.#machines.get(name) ?? this.#addMachine(machine);
    if (
      !found.scopes.every((each) => requested.includes(each)) ||
      found.scopes.length < requested.length
    ) {
      throw new Error(
        `grantCall: the client "${name}" has the scopes ${found.scopes.join(', ')}, not ` +
          `${requested.join(', ')}. Name the same scopes each time, or use another name.`,
      );
    }
    found.secret ??= this.#secretOf(name, found.client);
    const { secretArn } = found.secret;
    return {
      clientId: found.client.userPoolClientId,
      tokenUrl: `${this.domain.baseUrl()}/oauth2/token`,
      secretArn,
      grantReadSecret: (fn) =>
        fn.addToRolePolicy(
          new PolicyStatement({
            actions: ['secretsmanager:GetSecretValue'],
            resources: [secretArn],
          }),
        ),
    };
  }

  /** Lets the sign-in page also redirect people to this address. */
  allowRedirectTo(url: string): void {
    this.#callbackUrls.push(url);
  }

  #clientOfPeople(): UserPoolClient {
    const redirectUrls = Lazy.list({ produce: () => this.#allCallbackUrls() });
    return this.pool.addClient('Client', {
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

  #addMachine({ name, scopes: granted }: MachineClient): PoolMachine {
    const client = this.pool.addClient(`Machine-${name}`, {
      userPoolClientName: name,
      generateSecret: true,
      authFlows: { userPassword: false },
      supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO],
      oAuth: { flows: { clientCredentials: true }, scopes: this.#scopesOf(granted) },
      accessTokenValidity: Duration.hours(1),
      enableTokenRevocation: true,
    });
    const machine: PoolMachine = { client, scopes: [...new Set(granted)] };
    this.#machines.set(name, machine);
    return machine;
  }

  /** A copy of a client's secret that can be granted alone: Cognito shows all secrets of a pool or none. */
  #secretOf(name: string, client: UserPoolClient): Secret {
    const { attrClientSecret } = client.node.defaultChild as CfnUserPoolClient;
    const secret = new Secret(this, `Secret-${name}`, {
      description: `The secret of the machine client ${name} of Liaison`,
      secretStringValue: SecretValue.resourceAttribute(attrClientSecret),
    });
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions::AwsSolutions-SMG4',
      reason:
        'Cognito makes the secret of a client, and keeps it as long as the client. To replace it, use another ' +
        'name for the client.',
    });
    return secret;
  }
}

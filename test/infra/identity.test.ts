// The tokens that the API of the template accepts, and how people in a user pool get them.
import type { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { functionOf, ownRights, rightsOf, templateOf } from '../support/stack.ts';

const dev = templateOf('dev');
const prod = templateOf('prod');
const devWith = (identity: object, values: object = {}) =>
  templateOf('dev', { dev: { identity, ...values } });
const oidc = devWith(
  { provider: 'oidc', issuer: 'https://id.example.com', audience: ['liaison'] },
  { console: false },
);

interface Found {
  readonly id: string;
  readonly DeletionPolicy?: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template is whatever JSON CDK makes.
  readonly Properties: any;
}
const all = (template: Template, type: string): Found[] =>
  Object.entries(template.findResources(type)).map(([id, { DeletionPolicy, Properties }]) => ({
    id,
    DeletionPolicy,
    Properties,
  }));
function only(template: Template, type: string): Found {
  const [one, ...others] = all(template, type);
  if (!one || others.length > 0) throw new Error(`there is not exactly one ${type}`);
  return one;
}
const outputsOf = (template: Template) => Object.keys(template.findOutputs('*')).sort();

describe('an existing provider', () => {
  it('is used by its issuer and audience, without a user pool', () => {
    oidc.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: { Issuer: 'https://id.example.com', Audience: ['liaison'] },
    });
    oidc.resourceCountIs('AWS::Cognito::UserPool', 0);
    expect(outputsOf(oidc)).toEqual([
      'ApiUrl',
      'Audience',
      'BusName',
      'Issuer',
      'ReplayFunctionName',
      'TableName',
    ]);
  });
});

describe('a user pool', () => {
  const pool = only(dev, 'AWS::Cognito::UserPool');
  const client = only(dev, 'AWS::Cognito::UserPoolClient');

  it('has the scopes of the contract, and a group for each kind of user', () => {
    const { Properties } = only(dev, 'AWS::Cognito::UserPoolResourceServer');
    expect(Properties).toMatchObject({
      Identifier: 'liaison',
      Scopes: ['read', 'write', 'admin'].map((ScopeName) => ({ ScopeName })),
    });
    const groups = all(dev, 'AWS::Cognito::UserPoolGroup').map((one) => one.Properties.GroupName);
    expect(groups.sort()).toEqual(['administrators', 'readers', 'writers']);
  });

  it("is used by its issuer and its clients' ids", () => {
    expect(only(dev, 'AWS::ApiGatewayV2::Authorizer').Properties.JwtConfiguration).toEqual({
      Issuer: { 'Fn::GetAtt': [pool.id, 'ProviderURL'] },
      Audience: [{ Ref: client.id }],
    });
    expect(outputsOf(dev)).toEqual([
      'ApiUrl',
      'Audience',
      'BusName',
      'ConsoleUrl',
      'Issuer',
      'ReplayFunctionName',
      'SignInUrl',
      'TableName',
      'UserPoolClientId',
      'UserPoolId',
    ]);
  });

  it('lets applications sign people in only with the code flow and PKCE', () => {
    expect(client.Properties).toMatchObject({
      GenerateSecret: false,
      AllowedOAuthFlows: ['code'],
      ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
      SupportedIdentityProviders: ['COGNITO'],
      PreventUserExistenceErrors: 'ENABLED',
      EnableTokenRevocation: true,
      AccessTokenValidity: 30,
      IdTokenValidity: 30,
      RefreshTokenValidity: 720,
      TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'minutes' },
    });
  });

  it('redirects people only to the console and to the addresses in the settings', () => {
    const consoleUrl = (template: Template) => template.findOutputs('ConsoleUrl').ConsoleUrl?.Value;
    for (const list of ['CallbackURLs', 'LogoutURLs']) {
      expect(client.Properties[list]).toEqual(['http://localhost:3000/', consoleUrl(dev)]);
      expect(only(prod, 'AWS::Cognito::UserPoolClient').Properties[list]).toEqual([
        consoleUrl(prod),
      ]);
    }
  });

  it('limits a token to the scopes of its groups, with a function that has no other rights', () => {
    const purpose = 'leaves a token the scopes that its groups give';
    const [id, { Properties }] = functionOf(dev, purpose);
    expect(pool.Properties.LambdaConfig).toEqual({
      PreTokenGenerationConfig: {
        LambdaArn: { 'Fn::GetAtt': [id, 'Arn'] },
        LambdaVersion: 'V2_0',
      },
    });
    // Without the plan Cognito would keep the scopes.
    expect(pool.Properties.UserPoolTier).toBe('ESSENTIALS');
    expect(Properties.Timeout).toBe(5);
    expect(rightsOf(dev, purpose)).toEqual(ownRights);
    const callers = all(dev, 'AWS::Lambda::Permission').filter(
      (one) => JSON.stringify(one.Properties.FunctionName) === JSON.stringify(arnOf(id)),
    );
    expect(callers.map((one) => one.Properties)).toEqual([
      {
        Action: 'lambda:InvokeFunction',
        FunctionName: arnOf(id),
        Principal: 'cognito-idp.amazonaws.com',
        SourceArn: arnOf(pool.id),
      },
    ]);
  });

  it('requires long passwords, and allows no self-registration', () => {
    expect(pool.Properties).toMatchObject({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      MfaConfiguration: 'OPTIONAL',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      UsernameAttributes: ['email'],
      Policies: { PasswordPolicy: { MinimumLength: 12, RequireSymbols: true } },
    });
  });

  it('allows self-registration and a second factor according to its settings', () => {
    const open = devWith({ selfRegistration: true, mfa: 'required' });
    expect(only(open, 'AWS::Cognito::UserPool').Properties).toMatchObject({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
      MfaConfiguration: 'ON',
    });
    const plain = only(devWith({ mfa: 'off' }), 'AWS::Cognito::UserPool').Properties;
    expect(plain.MfaConfiguration).toBe('OFF');
  });

  it('outlives the stack in prod, and is deleted with it in dev', () => {
    expect(only(prod, 'AWS::Cognito::UserPool')).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: { DeletionProtection: 'ACTIVE' },
    });
    expect(pool).toMatchObject({
      DeletionPolicy: 'Delete',
      Properties: { DeletionProtection: 'INACTIVE' },
    });
  });

  it('has its sign-in page at the host name in the settings, or at one made from stack and account', () => {
    const prefixOf = (template: Template) =>
      only(template, 'AWS::Cognito::UserPoolDomain').Properties.Domain;
    expect(prefixOf(dev)).toEqual({
      'Fn::Join': ['', ['liaison-dev-', { Ref: 'AWS::AccountId' }]],
    });
    expect(prefixOf(devWith({ signInPrefix: 'acme-people' }))).toBe('acme-people');
  });

  it('gives machines a secret and their own scopes', () => {
    const machine = devWith({
      machineClients: [{ name: 'night-sync', scopes: ['liaison/read', 'liaison/write'] }],
    });
    const clients = all(machine, 'AWS::Cognito::UserPoolClient');
    const sync = clients.find((one) => one.Properties.ClientName === 'night-sync');
    expect(sync?.Properties).toMatchObject({
      GenerateSecret: true,
      AllowedOAuthFlows: ['client_credentials'],
      AllowedOAuthScopes: ['read', 'write'].map((scope) => ({
        'Fn::Join': ['', [{ Ref: expect.stringMatching(/Server/) }, `/${scope}`]],
      })),
    });
    expect(sync?.Properties.CallbackURLs).toBeUndefined();
    const { Audience } = only(machine, 'AWS::ApiGatewayV2::Authorizer').Properties.JwtConfiguration;
    expect(Audience).toEqual(clients.map(({ id }) => ({ Ref: id })));
    expect(machine.findOutputs('MachineClientNightSync')).toMatchObject({
      MachineClientNightSync: { Value: { Ref: sync?.id } },
    });
  });
});

const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

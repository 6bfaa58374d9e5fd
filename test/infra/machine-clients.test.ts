// What the local host has for a function that calls the API: addresses, and the secrets of the template.
import { describe, expect, it } from 'vitest';
import { localAddresses } from '../../infra/local/base/local-addresses.ts';
import { Template } from '../../infra/local/base/template.ts';
import { secretsOperations } from '../../infra/local/secretsmanager/secrets-operations.ts';

const template = new Template(
  {
    Resources: {
      Api: { Type: 'AWS::ApiGatewayV2::Api' },
      SignIn: { Type: 'AWS::Cognito::UserPoolDomain' },
      Site: { Type: 'AWS::CloudFront::Distribution' },
      Pool: { Type: 'AWS::Cognito::UserPool' },
      Server: {
        Type: 'AWS::Cognito::UserPoolResourceServer',
        Properties: { Identifier: 'liaison' },
      },
      Client: { Type: 'AWS::Cognito::UserPoolClient' },
      Copied: {
        Type: 'AWS::SecretsManager::Secret',
        Properties: { SecretString: { 'Fn::GetAtt': ['Client', 'ClientSecret'] } },
      },
      Random: {
        Type: 'AWS::SecretsManager::Secret',
        Properties: { GenerateSecretString: { PasswordLength: 20 } },
      },
      Login: {
        Type: 'AWS::SecretsManager::Secret',
        Properties: {
          GenerateSecretString: {
            SecretStringTemplate: '{"user":"ines"}',
            GenerateStringKey: 'password',
          },
        },
      },
    },
  },
  (id) => `random of ${id}`,
);

describe('the addresses of the template', () => {
  const localAddress = localAddresses(template, 'http://127.0.0.1:3000');
  const resolved = (...pieces: unknown[]) =>
    localAddress(String(template.resolve({ 'Fn::Join': ['', pieces] })));
  const region = { Ref: 'AWS::Region' };

  it.each([
    [
      ['https://', { Ref: 'Api' }, '.execute-api.', region, '.', { Ref: 'AWS::URLSuffix' }, '/'],
      'http://127.0.0.1:3000/',
    ],
    [[{ 'Fn::GetAtt': ['Api', 'ApiEndpoint'] }, '/v1'], 'http://127.0.0.1:3000/v1'],
    [
      ['https://', { Ref: 'SignIn' }, '.auth.', region, '.amazoncognito.com/oauth2/token'],
      'http://127.0.0.1:3000/oauth2/token',
    ],
    [
      ['https://', { 'Fn::GetAtt': ['Site', 'DomainName'] }, '/records'],
      'http://127.0.0.1:3000/records',
    ],
    [['https://login.example.com/token'], 'https://login.example.com/token'],
  ])("are the host's own: %j", (pieces, expected) => {
    expect(resolved(...pieces)).toBe(expected);
  });

  it('leave tokens with the local issuer and the scopes of the resource server', () => {
    const pool = { 'Fn::GetAtt': ['Pool', 'ProviderURL'] };
    expect(template.resolve(pool)).toBe('https://liaison-local.invalid');
    expect(resolved({ Ref: 'Server' }, '/read')).toBe('liaison/read');
  });
});

describe('Secrets Manager', () => {
  const { 'secretsmanager.GetSecretValue': get } = secretsOperations(template);

  it.each([
    ['Copied', 'random of Client'],
    ['arn:aws:secretsmanager:us-east-1:000000000000:Random', 'random of Random'],
    ['Login', '{"user":"ines","password":"random of Login"}'],
  ])('returns the value of %s', (SecretId, SecretString) => {
    expect(get?.({ SecretId })).toMatchObject({ SecretString, VersionStages: ['AWSCURRENT'] });
  });

  it('resolves a dynamic reference to the same value', () => {
    const reference = '{{resolve:secretsmanager:Copied:SecretString:::}}';
    expect(template.resolve(reference)).toBe('random of Client');
  });

  it('names the secret that it does not have, and those that it has', () => {
    expect(() => get?.({ SecretId: 'crm/key' })).toThrow(
      'The template has no secret key; its secrets are: Copied, Random, Login.',
    );
    expect(() => get?.({})).toThrow('SecretId');
  });
});

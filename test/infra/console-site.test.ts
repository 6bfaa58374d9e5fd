// The console in the template: rights to the bucket, CloudFront, and the copying of files.
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { ConsoleSite, type ConsoleSiteProps } from '../../infra/constructs/console/console-site.ts';
import { templateOf, testApp } from '../support/stack.ts';

const dev = templateOf('dev');
const prod = templateOf('prod');

const props: ConsoleSiteProps = {
  apiDomain: 'api.example.com',
  apiPaths: ['/v1/*'],
  signIn: () => ({ authority: 'a', metadataUrl: '/m', clientId: 'c', scope: 'openid' }),
  signInOrigins: ['https://id.example.com'],
  logRetentionDays: 7,
  removalPolicy: RemovalPolicy.DESTROY,
};
const domain = {
  name: 'liaison.example.com',
  certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/c',
};
const siteOf = (...sites: Partial<ConsoleSiteProps>[]) => {
  const stack = new Stack(testApp(), 'site');
  for (const [index, more] of sites.entries()) {
    new ConsoleSite(stack, `Console${index}`, { ...props, ...more });
  }
  return Template.fromStack(stack);
};

const only = (template: Template, type: string) => {
  const found = Object.entries(template.findResources(type));
  expect(found).toHaveLength(1);
  const [id = '', resource] = found[0] ?? [];
  // biome-ignore lint/suspicious/noExplicitAny: a template is whatever JSON CDK makes.
  return { id, ...resource } as { id: string } & Record<string, any>;
};
const configOf = (template: Template) =>
  only(template, 'AWS::CloudFront::Distribution').Properties.DistributionConfig;
/** A value with its references as `<Id>` or `<Id.Attribute>`. */
const textOf = (value: unknown): string => {
  if (typeof value === 'string') return value;
  const { Ref, 'Fn::GetAtt': att, 'Fn::Join': join } = value as Record<string, string[]>;
  if (join) return (join[1] as unknown as unknown[]).map(textOf).join(join[0]);
  return `<${Ref ?? att?.join('.')}>`.replace(/[0-9A-F]{8}(?=[.>])/, '');
};

describe('the bucket', () => {
  it('allows only this distribution, over TLS 1.2', () => {
    const { id, Properties } = only(dev, 'AWS::S3::Bucket');
    expect(Properties).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          { ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
        ],
      },
    });
    const policy = only(dev, 'AWS::S3::BucketPolicy').Properties;
    expect(policy.Bucket).toEqual({ Ref: id });
    const statements = policy.PolicyDocument.Statement;
    const allowed = statements.filter(({ Effect }: { Effect: string }) => Effect === 'Allow');
    expect(allowed).toEqual([
      {
        Action: 's3:GetObject',
        Effect: 'Allow',
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': [id, 'Arn'] }, '/*']] },
        Condition: { StringEquals: { 'AWS:SourceArn': expect.anything() } },
      },
    ]);
    expect(textOf(allowed[0].Condition.StringEquals['AWS:SourceArn'])).toBe(
      'arn:<AWS::Partition>:cloudfront::<AWS::AccountId>:distribution/<ConsoleDistribution>',
    );
    expect(statements.filter(({ Effect }: { Effect: string }) => Effect === 'Deny')).toEqual([
      expect.objectContaining({ Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      expect.objectContaining({ Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } } }),
    ]);
  });

  it('is emptied and deleted with the stack in dev, and outlives it in prod', () => {
    const retained = (template: Template) => [
      only(template, 'AWS::S3::Bucket').DeletionPolicy,
      ...Object.values(template.findResources('Custom::CDKBucketDeployment')).map(
        ({ Properties }) => Properties.RetainOnDelete,
      ),
    ];
    expect(retained(dev)).toEqual(['Delete', false, false]);
    expect(retained(prod)).toEqual(['Retain', true, true]);
  });
});

describe('the distribution', () => {
  it('signs its requests to the bucket, and supports HTTP/2, HTTP/3 and IPv6', () => {
    const config = configOf(dev);
    const [files, api] = config.Origins;
    const control = only(dev, 'AWS::CloudFront::OriginAccessControl');
    expect(files.OriginAccessControlId).toEqual({ 'Fn::GetAtt': [control.id, 'Id'] });
    expect(control.Properties.OriginAccessControlConfig).toMatchObject({
      OriginAccessControlOriginType: 's3',
      SigningBehavior: 'always',
      SigningProtocol: 'sigv4',
    });
    expect(textOf(api.DomainName)).toBe('<ApiHttpApi>.execute-api.<AWS::Region>.<AWS::URLSuffix>');
    expect(api.CustomOriginConfig).toEqual({
      OriginProtocolPolicy: 'https-only',
      OriginSSLProtocols: ['TLSv1.2'],
    });
    expect(config).toMatchObject({
      DefaultRootObject: 'index.html',
      Enabled: true,
      HttpVersion: 'http2and3',
      IPV6Enabled: true,
      PriceClass: 'PriceClass_100',
    });
  });

  it('sends files over HTTPS, cached according to their headers', () => {
    const { DefaultCacheBehavior: files, Origins } = configOf(dev);
    expect(files).toMatchObject({
      TargetOriginId: Origins[0].Id,
      ViewerProtocolPolicy: 'redirect-to-https',
      // Managed-CachingOptimized.
      CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6',
      Compress: true,
    });
    expect(files).not.toHaveProperty('AllowedMethods');
  });

  it('forwards the API’s paths, with every method and all headers except Host, uncached', () => {
    const { CacheBehaviors, Origins } = configOf(dev);
    expect(CacheBehaviors.map(({ PathPattern }: { PathPattern: string }) => PathPattern)).toEqual([
      '/v1/*',
      '/health',
      '/openapi.json',
      '/docs',
      '/docs/*',
    ]);
    for (const behavior of CacheBehaviors) {
      expect(behavior).toMatchObject({
        TargetOriginId: Origins[1].Id,
        AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
        // Managed-CachingDisabled, Managed-AllViewerExceptHostHeader.
        CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
        OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
        ViewerProtocolPolicy: 'https-only',
      });
    }
  });

  it('supports a team’s own domain, with TLS 1.2 or newer and records in its zone', () => {
    const hostedZone = { id: 'Z1', name: 'example.com' };
    const template = siteOf({ domain: { ...domain, hostedZone } });
    expect(configOf(template)).toMatchObject({
      Aliases: ['liaison.example.com'],
      ViewerCertificate: {
        AcmCertificateArn: domain.certificateArn,
        MinimumProtocolVersion: 'TLSv1.2_2021',
        SslSupportMethod: 'sni-only',
      },
    });
    for (const Type of ['A', 'AAAA']) {
      template.hasResourceProperties('AWS::Route53::RecordSet', {
        Type,
        Name: 'liaison.example.com.',
        HostedZoneId: 'Z1',
        AliasTarget: { DNSName: { 'Fn::GetAtt': [Match.anyValue(), 'DomainName'] } },
      });
    }
    siteOf({ domain }).resourceCountIs('AWS::Route53::RecordSet', 0);
  });
});

describe('the headers', () => {
  const policyOf = (template: Template, part: string) => {
    const found = Object.values(template.findResources('AWS::CloudFront::ResponseHeadersPolicy'))
      .map(({ Properties }) => Properties.ResponseHeadersPolicyConfig)
      .find(({ Name }) => textOf(Name).includes(`-${part}-<AWS::Region>`));
    return found;
  };
  const common = {
    ContentTypeOptions: { Override: true },
    FrameOptions: { FrameOption: 'DENY', Override: true },
    ReferrerPolicy: { ReferrerPolicy: 'no-referrer', Override: true },
    StrictTransportSecurity: {
      AccessControlMaxAgeSec: 31_536_000,
      IncludeSubdomains: false,
      Override: true,
    },
  };
  const custom = {
    Items: [
      { Header: 'Cross-Origin-Opener-Policy', Value: 'same-origin', Override: true },
      { Header: 'Cross-Origin-Resource-Policy', Value: 'same-origin', Override: true },
      {
        Header: 'Permissions-Policy',
        Value: 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
        Override: true,
      },
    ],
  };

  it.each([
    [
      'the user pool',
      dev,
      ' https://cognito-idp.<AWS::Region>.<AWS::URLSuffix> https://<IdentityUserPoolSignIn>.auth.<AWS::Region>.amazoncognito.com',
    ],
    ['the provider', siteOf({}), ' https://id.example.com'],
    ['only its own origin', templateOf('local'), ''],
  ])('of files let the page load from itself and call %s', (_, template, connectTo) => {
    const { SecurityHeadersConfig, CustomHeadersConfig } = policyOf(template, 'files');
    const { ContentSecurityPolicy, ...others } = SecurityHeadersConfig;
    expect(textOf(ContentSecurityPolicy.ContentSecurityPolicy).split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
      `connect-src 'self'${connectTo}`,
      "img-src 'self' data:",
      "font-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]);
    expect(ContentSecurityPolicy.Override).toBe(true);
    expect(others).toEqual(common);
    expect(CustomHeadersConfig).toEqual(custom);
  });

  it('of the API are the same, except for the content security policy', () => {
    const { SecurityHeadersConfig, CustomHeadersConfig } = policyOf(dev, 'api');
    expect(SecurityHeadersConfig).toEqual(common);
    expect(CustomHeadersConfig).toEqual(custom);
  });
});

describe('the files', () => {
  const deployments = (template: Template) =>
    Object.entries(template.findResources('Custom::CDKBucketDeployment'));

  it('with hashed names are copied first and cached for a year; then the page that names them', () => {
    const [[assetsId, assets] = ['', {}], [, pages] = ['', {}]] = deployments(dev);
    expect(assets.Properties).toMatchObject({
      Exclude: ['*'],
      Include: ['assets/*'],
      Prune: false,
      SystemMetadata: { 'cache-control': 'public, max-age=31536000, immutable' },
    });
    expect(pages.Properties).toMatchObject({
      Exclude: ['assets/*'],
      Prune: true,
      SystemMetadata: { 'cache-control': 'no-cache' },
    });
    expect(pages.DependsOn).toContain(assetsId);
  });

  it('are copied with minimal rights', () => {
    const [role] = Object.keys(dev.findResources('AWS::IAM::Role')).filter((id) =>
      id.startsWith('LiaisonConsoleCopier'),
    );
    const policies = Object.values(dev.findResources('AWS::IAM::Policy')).filter(
      ({ Properties }) => Properties.Roles[0].Ref === role,
    );
    const rights = policies
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
      .map(({ Action, Resource }) => [[Action].flat().sort(), [Resource].flat().map(textOf)]);
    const archive = expect.stringMatching(/^arn:<AWS::Partition>:s3:::.*\/[0-9a-f]{64}\.zip$/);
    expect(rights).toHaveLength(4);
    expect(rights).toEqual(
      expect.arrayContaining([
        [['logs:CreateLogStream', 'logs:PutLogEvents'], ['<LiaisonConsoleCopierLogs.Arn>']],
        [['s3:ListBucket'], ['<ConsoleBucket.Arn>']],
        [['s3:DeleteObject', 's3:PutObject'], ['<ConsoleBucket.Arn>/*']],
        [['s3:GetObject'], [archive, archive]],
      ]),
    );
  });

  it('of two consoles in a stack are copied by one function that may write both', () => {
    const template = siteOf({}, { domain });
    const roles = Object.keys(template.findResources('AWS::IAM::Role'));
    expect(roles).toHaveLength(1);
    const written = Object.values(template.findResources('AWS::IAM::Policy'))
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
      .filter(({ Action }) => Action.includes('s3:PutObject'))
      .map(({ Resource }) => textOf(Resource));
    expect(written).toEqual(['<Console0Bucket.Arn>/*', '<Console1Bucket.Arn>/*']);
  });
});

describe('signing in', () => {
  const settingsOf = (template: Template) => {
    const [, [, pages] = ['', {}]] = Object.entries(
      template.findResources('Custom::CDKBucketDeployment'),
    );
    return pages.Properties.SourceMarkers.at(-1);
  };

  it('redirects people to the console', () => {
    const { Properties } = Object.values(dev.findResources('AWS::Cognito::UserPoolClient'))[0] as {
      Properties: Record<string, unknown[]>;
    };
    const url = 'https://<ConsoleDistribution.DomainName>/';
    expect(Properties.CallbackURLs?.map(textOf)).toContain(url);
    expect(Properties.LogoutURLs?.map(textOf)).toContain(url);
    expect(textOf(dev.findOutputs('ConsoleUrl').ConsoleUrl?.Value)).toBe(url);
  });

  it('is configured in the console from what the stack creates', () => {
    const values = Object.values(settingsOf(dev)).map(textOf);
    expect(values).toEqual(
      expect.arrayContaining(['<IdentityUserPool.ProviderURL>', '<IdentityUserPoolClient>']),
    );
  });
});

describe('a stage without a console', () => {
  it('has no console resources', () => {
    const identity = { provider: 'oidc', issuer: 'https://id.example.com', audience: ['liaison'] };
    const template = templateOf('dev', { dev: { console: false, identity } });
    template.resourceCountIs('AWS::CloudFront::Distribution', 0);
    template.resourceCountIs('Custom::CDKBucketDeployment', 0);
    expect(template.findOutputs('ConsoleUrl')).toEqual({});
  });
});

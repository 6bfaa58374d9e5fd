// The web console in AWS: a private bucket behind CloudFront, and the API at the same address.
import { Aws, Names, type RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Distribution,
  HttpVersion,
  type ICachePolicy,
  type IOrigin,
  type IOriginRequestPolicy,
  type IResponseHeadersPolicy,
  OriginRequestPolicy,
  PriceClass,
  ResponseHeadersPolicy,
  type ResponseHeadersPolicyProps,
  S3OriginAccessControl,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { AaaaRecord, ARecord, HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import { consoleBuild } from './console-build.ts';
import { ConsoleFiles } from './console-files.ts';
import { commonHeaders, contentSecurityPolicy } from './console-headers.ts';

/** What the console reads from `settings.json` to sign people in; the names are oidc-client-ts's. */
export interface SignInSettings {
  /** The issuer. */
  readonly authority: string;
  /** Of its discovery document: an address, or a path on the console's own. */
  readonly metadataUrl: string;
  readonly clientId: string;
  /** Parted by spaces. */
  readonly scope: string;
  /** Where to go to sign out, if the discovery document names no such place. */
  readonly signOutUrl?: string;
}

interface ConsoleDomain {
  readonly name: string;
  /** Of a certificate in us-east-1, as CloudFront wants it. */
  readonly certificateArn: string;
  /** The Route 53 zone that gets the records; without one they are made by hand. */
  readonly hostedZone?: { readonly id: string; readonly name: string };
}

export interface ConsoleSiteProps {
  /** Host name of the HTTP API. */
  readonly apiDomain: string;
  /** Paths that the API answers; all others are the console's. */
  readonly apiPaths: readonly string[];
  /** The address is given to it, for the parts of the settings that name it. */
  readonly signIn: (url: string) => SignInSettings;
  /** Origins that the console calls to sign in, beside its own. */
  readonly signInOrigins: readonly string[];
  /** Default: a name that CloudFront makes. */
  readonly domain?: ConsoleDomain | undefined;
  readonly logRetentionDays: RetentionDays;
  readonly removalPolicy: RemovalPolicy;
}

/** One a stack. */
export class ConsoleSite extends Construct {
  /** Ends with a slash; where sign-in sends people back to. */
  readonly url: string;
  readonly distribution: Distribution;

  constructor(scope: Construct, id: string, props: ConsoleSiteProps) {
    super(scope, id);
    const bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      // Not versioned: each file comes out of the build, and an earlier one by deploying that again.
      removalPolicy: props.removalPolicy,
    });
    const { domain } = props;
    this.distribution = new Distribution(this, 'Distribution', {
      comment: 'Liaison: console and API',
      defaultRootObject: 'index.html',
      httpVersion: HttpVersion.HTTP2_AND_3,
      enableIpv6: true,
      // Servers in North America and Europe: people elsewhere wait a little longer, at half the price.
      priceClass: PriceClass.PRICE_CLASS_100,
      defaultBehavior: this.#files(bucket, props.signInOrigins),
      additionalBehaviors: this.#api(props.apiDomain, props.apiPaths),
      ...(domain && {
        domainNames: [domain.name],
        certificate: Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn),
        minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      }),
    });
    if (domain?.hostedZone) this.#record(domain.name, domain.hostedZone);
    this.url = `https://${domain?.name ?? this.distribution.domainName}/`;
    new ConsoleFiles(this, 'Files', {
      bucket,
      build: consoleBuild(),
      settings: Source.jsonData('settings.json', { signIn: props.signIn(this.url) }),
      logRetentionDays: props.logRetentionDays,
      removalPolicy: props.removalPolicy,
    });
    acknowledge(bucket, this.distribution, domain);
  }

  #files(bucket: Bucket, connectTo: readonly string[]): BehaviorOptions {
    return {
      origin: S3BucketOrigin.withOriginAccessControl(bucket as IBucket, {
        originAccessControl: new S3OriginAccessControl(this, 'OriginAccess', {
          originAccessControlName: this.#nameOf('files'),
        }),
      }),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      // How long a file is kept, here and in the browser, each file says itself.
      cachePolicy: CachePolicy.CACHING_OPTIMIZED as ICachePolicy,
      responseHeadersPolicy: this.#headers('FileHeaders', 'files', {
        ...commonHeaders,
        securityHeadersBehavior: {
          ...commonHeaders.securityHeadersBehavior,
          contentSecurityPolicy: {
            contentSecurityPolicy: contentSecurityPolicy(connectTo),
            override: true,
          },
        },
      }),
    };
  }

  #api(domainName: string, paths: readonly string[]): Record<string, BehaviorOptions> {
    const behavior: BehaviorOptions = {
      origin: new HttpOrigin(domainName) as IOrigin,
      allowedMethods: AllowedMethods.ALLOW_ALL,
      // No redirect: a token that was sent in the clear should not seem to work.
      viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
      cachePolicy: CachePolicy.CACHING_DISABLED as ICachePolicy,
      originRequestPolicy:
        OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER as IOriginRequestPolicy,
      responseHeadersPolicy: this.#headers('ApiHeaders', 'api', commonHeaders),
    };
    return Object.fromEntries(paths.map((path) => [path, behavior]));
  }

  #headers(id: string, part: string, headers: ResponseHeadersPolicyProps): IResponseHeadersPolicy {
    return new ResponseHeadersPolicy(this, id, {
      responseHeadersPolicyName: this.#nameOf(part),
      ...headers,
    }) as IResponseHeadersPolicy;
  }

  /** CloudFront's names are an account's, in all regions; CDK's own would not tell two regions apart. */
  #nameOf(part: string): string {
    return `${Names.uniqueResourceName(this, { maxLength: 32 })}-${part}-${Aws.REGION}`;
  }

  #record(recordName: string, { id, name }: { readonly id: string; readonly name: string }): void {
    const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', {
      hostedZoneId: id,
      zoneName: name,
    });
    const target = RecordTarget.fromAlias(new CloudFrontTarget(this.distribution));
    new ARecord(this, 'Ipv4', { zone, recordName, target });
    new AaaaRecord(this, 'Ipv6', { zone, recordName, target });
  }
}

function acknowledge(bucket: Bucket, distribution: Distribution, domain?: ConsoleDomain): void {
  const log =
    'It would tell who loaded the same public files as everybody. Calls of the API are in its own ' +
    'access log, without their query strings, which hold parts of records.';
  Validations.of(bucket).acknowledge({ id: 'AwsSolutions::AwsSolutions-S1', reason: log });
  Validations.of(distribution).acknowledge(
    { id: 'AwsSolutions::AwsSolutions-CFR3', reason: log },
    {
      id: 'AwsSolutions::AwsSolutions-CFR1',
      reason: 'Who may sign in is decided by the identity provider, not by where they are.',
    },
    {
      id: 'AwsSolutions::AwsSolutions-CFR2',
      reason:
        'The files are static and public; the API wants a token on every route that reads or ' +
        'writes data, and is throttled. A team adds its own web ACL by the service’s `console.distribution`.',
    },
  );
  if (domain) return;
  Validations.of(distribution).acknowledge({
    id: 'AwsSolutions::AwsSolutions-CFR4',
    reason:
      "CloudFront's own name comes with CloudFront's certificate, for which it offers no choice; " +
      'browsers of today use TLS 1.3 with it. With a domain the least is TLS 1.2.',
  });
}

// The web console in AWS: a private bucket behind CloudFront, with the API at the same address.
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

/** The console reads this from `settings.json` to sign people in; the names are those of oidc-client-ts. */
export interface SignInSettings {
  /** The issuer. */
  readonly authority: string;
  /** Address of the discovery document, or its path on the console's origin. */
  readonly metadataUrl: string;
  readonly clientId: string;
  /** Separated by spaces. */
  readonly scope: string;
  /** Address for signing out, if the discovery document has none. */
  readonly signOutUrl?: string;
}

interface ConsoleDomain {
  readonly name: string;
  /** A certificate in us-east-1, as CloudFront requires. */
  readonly certificateArn: string;
  /** The Route 53 zone for the records; without one, create them by hand. */
  readonly hostedZone?: { readonly id: string; readonly name: string };
}

export interface ConsoleSiteProps {
  /** Host name of the HTTP API. */
  readonly apiDomain: string;
  /** Paths that the API serves; all others belong to the console. */
  readonly apiPaths: readonly string[];
  /** Makes the settings, some of which contain the console's address. */
  readonly signIn: (url: string) => SignInSettings;
  /** Origins that the console calls to sign in, in addition to its own. */
  readonly signInOrigins: readonly string[];
  /** Default: a name that CloudFront assigns. */
  readonly domain?: ConsoleDomain | undefined;
  readonly logRetentionDays: RetentionDays;
  readonly removalPolicy: RemovalPolicy;
}

/** At most one per stack. */
export class ConsoleSite extends Construct {
  /** Address of the console, to which sign-in redirects people; ends with a slash. */
  readonly url: string;
  readonly distribution: Distribution;

  constructor(scope: Construct, id: string, props: ConsoleSiteProps) {
    super(scope, id);
    const bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      // Not versioned: all files come from the build, and deploying an earlier build restores them.
      removalPolicy: props.removalPolicy,
    });
    const { domain } = props;
    this.distribution = new Distribution(this, 'Distribution', {
      comment: 'Liaison: console and API',
      defaultRootObject: 'index.html',
      httpVersion: HttpVersion.HTTP2_AND_3,
      enableIpv6: true,
      // Only edge locations in North America and Europe: half the price, slightly slower elsewhere.
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
      // The Cache-Control header of each file says how long CloudFront and the browser cache it.
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
      // No redirect from http: a token sent unencrypted must not appear to work.
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

  /** CloudFront's names are unique in an account across regions; CDK's own would be equal in two regions. */
  #nameOf(part: string): string {
    return `${Names.uniqueResourceName(this, { maxLength: 32 })}-${part}-${Aws.REGION}`;
  }

  #record(domain: string, { id, name }: { readonly id: string; readonly name: string }): void {
    const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', {
      hostedZoneId: id,
      zoneName: name,
    });
    // With a full stop it is complete: CDK would append the zone to a token that it cannot read.
    const recordName = `${domain}.`;
    const target = RecordTarget.fromAlias(new CloudFrontTarget(this.distribution));
    new ARecord(this, 'Ipv4', { zone, recordName, target });
    new AaaaRecord(this, 'Ipv6', { zone, recordName, target });
  }
}

function acknowledge(bucket: Bucket, distribution: Distribution, domain?: ConsoleDomain): void {
  const log =
    'It would only show who loaded the same public files as everyone else. Requests to the API are in ' +
    "the API's access log, without their query strings, which contain parts of records.";
  Validations.of(bucket).acknowledge({ id: 'AwsSolutions::AwsSolutions-S1', reason: log });
  Validations.of(distribution).acknowledge(
    { id: 'AwsSolutions::AwsSolutions-CFR3', reason: log },
    {
      id: 'AwsSolutions::AwsSolutions-CFR1',
      reason: 'The identity provider decides who may sign in, not the country of a person.',
    },
    {
      id: 'AwsSolutions::AwsSolutions-CFR2',
      reason:
        'The files are static and public; the API requires a token on every route that reads or writes ' +
        'data, and is throttled. A team can add its own web ACL to `console.distribution`.',
    },
  );
  if (domain) return;
  Validations.of(distribution).acknowledge({
    id: 'AwsSolutions::AwsSolutions-CFR4',
    reason:
      "CloudFront's default certificate offers no choice of TLS version; current browsers use TLS 1.3 " +
      'with it. With a domain of its own, the minimum is TLS 1.2.',
  });
}

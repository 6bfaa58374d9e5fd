// The web console in AWS: a private bucket behind CloudFront, and the API at the same address.
import { RemovalPolicy } from 'aws-cdk-lib';
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
  /** Where people are close to a server; default North America and Europe, others wait longer. */
  readonly priceClass?: PriceClass;
  readonly logRetentionDays: RetentionDays;
}

/** The console's files hold no data: the bucket goes with the stack, in every stage. */
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
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const { domain } = props;
    this.distribution = new Distribution(this, 'Distribution', {
      comment: 'Liaison: console and API',
      defaultRootObject: 'index.html',
      httpVersion: HttpVersion.HTTP2_AND_3,
      enableIpv6: true,
      priceClass: props.priceClass ?? PriceClass.PRICE_CLASS_100,
      defaultBehavior: this.#files(bucket, props.signInOrigins),
      additionalBehaviors: this.#api(props.apiDomain, props.apiPaths),
      ...(domain && {
        domainNames: [domain.name],
        certificate: Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn),
        minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      }),
    });
    if (domain?.hostedZone) this.#name(domain.name, domain.hostedZone);
    this.url = `https://${domain?.name ?? this.distribution.domainName}/`;
    new ConsoleFiles(this, 'Files', {
      bucket: bucket as IBucket,
      build: consoleBuild(),
      settings: Source.jsonData('settings.json', { signIn: props.signIn(this.url) }),
      logRetentionDays: props.logRetentionDays,
    });
  }

  #files(bucket: Bucket, connectTo: readonly string[]): BehaviorOptions {
    return {
      origin: S3BucketOrigin.withOriginAccessControl(bucket as IBucket),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      // How long a file is kept, here and in the browser, each file says itself.
      cachePolicy: CachePolicy.CACHING_OPTIMIZED as ICachePolicy,
      responseHeadersPolicy: new ResponseHeadersPolicy(this, 'FileHeaders', {
        ...commonHeaders,
        securityHeadersBehavior: {
          ...commonHeaders.securityHeadersBehavior,
          contentSecurityPolicy: {
            contentSecurityPolicy: contentSecurityPolicy(connectTo),
            override: true,
          },
        },
      }) as IResponseHeadersPolicy,
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
      responseHeadersPolicy: new ResponseHeadersPolicy(
        this,
        'ApiHeaders',
        commonHeaders,
      ) as IResponseHeadersPolicy,
    };
    return Object.fromEntries(paths.map((path) => [path, behavior]));
  }

  #name(recordName: string, { id, name }: { readonly id: string; readonly name: string }): void {
    const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', {
      hostedZoneId: id,
      zoneName: name,
    });
    const target = RecordTarget.fromAlias(new CloudFrontTarget(this.distribution));
    new ARecord(this, 'Ipv4', { zone, recordName, target });
    new AaaaRecord(this, 'Ipv6', { zone, recordName, target });
  }
}

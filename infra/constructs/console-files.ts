// Brings the console's files into their bucket when the stack is deployed.
import { RemovalPolicy } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, type ISource } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';

export interface ConsoleFilesProps {
  readonly bucket: IBucket;
  /** The built console: `index.html`, and in `assets/` what has a hash in its name. */
  readonly build: ISource;
  /** The settings that the console reads when it starts. */
  readonly settings: ISource;
  readonly logRetentionDays: RetentionDays;
}

/**
 * First what has a hash in its name, then the page that names it; an asset of an earlier build stays,
 * for a page that is open and has yet to load it.
 */
export class ConsoleFiles extends Construct {
  constructor(scope: Construct, id: string, props: ConsoleFilesProps) {
    super(scope, id);
    const { bucket } = props;
    const logGroup = new LogGroup(this, 'Logs', {
      retention: props.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const rights = new PolicyDocument();
    const role = new Role(this, 'Role', {
      description: 'Liaison: copies the built console into its bucket',
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { rights },
    });
    const allow = (actions: string[], ...resources: string[]) =>
      rights.addStatements(new PolicyStatement({ actions, resources }));
    /**
     * The source as it is, and the right to read it. On all assets: their names change with each
     * deployment, and a right that is as young may not have arrived when it is needed.
     */
    const readable = (source: ISource): ISource => ({
      bind: (...about) => {
        const config = source.bind(...about);
        allow(['s3:GetObject'], config.bucket.arnForObjects('*'));
        return config;
      },
    });
    const common = {
      destinationBucket: bucket,
      // CDK would grant whole families of actions: see ADR 25.
      role: role.withoutPolicyUpdates(),
      logGroup,
      retainOnDelete: false,
    };
    const build = readable(props.build);
    const assets = new BucketDeployment(this, 'Assets', {
      ...common,
      sources: [build],
      exclude: ['*'],
      include: ['assets/*'],
      cacheControl: [CacheControl.fromString('public, max-age=31536000, immutable')],
      prune: false,
    });
    const pages = new BucketDeployment(this, 'Pages', {
      ...common,
      sources: [build, readable(props.settings)],
      exclude: ['assets/*'],
      cacheControl: [CacheControl.noCache()],
    });
    pages.node.addDependency(assets);
    allow(['s3:ListBucket', 's3:GetBucketTagging'], bucket.bucketArn);
    allow(['s3:PutObject', 's3:DeleteObject'], bucket.arnForObjects('*'));
    allow(['logs:CreateLogStream', 'logs:PutLogEvents'], logGroup.logGroupArn);
  }
}

// Brings the console's files into their bucket when the stack is deployed.
import { type CfnElement, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { SingletonFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Bucket, IBucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, type ISource } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct, type IConstruct } from 'constructs';

export interface ConsoleFilesProps {
  readonly bucket: Bucket;
  /** The built console: `index.html`, and in `assets/` what has a hash in its name. */
  readonly build: ISource;
  /** The settings that the console reads when it starts. */
  readonly settings: ISource;
  readonly logRetentionDays: RetentionDays;
  /** Unless it is RETAIN, the bucket is emptied when the stack goes. */
  readonly removalPolicy: RemovalPolicy;
}

/**
 * MiB. CDK shares one function, and its role, among all deployments of a stack that name the same
 * size: by an odd one a team's own deployments are kept apart from these rights.
 */
const copierMemory = 1100;

type CopierSettings = Pick<ConsoleFilesProps, 'logRetentionDays' | 'removalPolicy'>;

/** What the copying function of a stack may do of itself: write its log. */
class Copier extends Construct {
  readonly role: Role;
  readonly logGroup: LogGroup;

  /** The stack's own, made when it is first asked for. */
  static of(scope: Construct, settings: CopierSettings): Copier {
    const stack = Stack.of(scope);
    const id = 'LiaisonConsoleCopier';
    return (stack.node.tryFindChild(id) as Copier | undefined) ?? new Copier(stack, id, settings);
  }

  private constructor(scope: Construct, id: string, settings: CopierSettings) {
    super(scope, id);
    this.logGroup = new LogGroup(this, 'Logs', {
      retention: settings.logRetentionDays,
      removalPolicy: settings.removalPolicy,
    });
    this.role = new Role(this, 'Role', {
      description: 'Liaison: copies the built console into its bucket',
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    this.logGroup.grantWrite(this.role);
  }
}

/**
 * First what has a hash in its name, then the page that names it; an asset of an earlier build stays,
 * for a page that is open and has yet to load it. CDK's own function does it, with our rights: see
 * ADR 25.
 */
export class ConsoleFiles extends Construct {
  constructor(scope: Construct, id: string, props: ConsoleFilesProps) {
    super(scope, id);
    const { role, logGroup } = Copier.of(this, props);
    const archives = new Map<string, string>();
    /** The source as it is; its archive is noted. */
    const noted = (source: ISource): ISource => ({
      bind(...about) {
        const config = source.bind(...about);
        archives.set(config.zipObjectKey, config.bucket.arnForObjects(config.zipObjectKey));
        return config;
      },
    });
    const common = {
      destinationBucket: props.bucket as IBucket,
      // Nothing that CDK would grant: it would be whole families of actions, on all assets.
      role: role.withoutPolicyUpdates(),
      logGroup,
      memoryLimit: copierMemory,
      retainOnDelete: props.removalPolicy === RemovalPolicy.RETAIN,
    };
    const assets = new BucketDeployment(this, 'Assets', {
      ...common,
      sources: [noted(props.build)],
      exclude: ['*'],
      include: ['assets/*'],
      cacheControl: [CacheControl.fromString('public, max-age=31536000, immutable')],
      prune: false,
    });
    const pages = new BucketDeployment(this, 'Pages', {
      ...common,
      sources: [noted(props.build), noted(props.settings)],
      exclude: ['assets/*'],
      cacheControl: [CacheControl.noCache()],
    });
    assets.node.addDependency(...this.#rights(role, [...archives.values()], props.bucket));
    pages.node.addDependency(assets);
    acknowledgeFunction(assets);
  }

  /** Each a policy of its own, so that what is accepted for one is accepted for nothing else. */
  #rights(role: Role, archives: string[], bucket: Bucket): Policy[] {
    const policy = (id: string, actions: string[], ...resources: string[]) =>
      new Policy(this, id, {
        roles: [role],
        statements: [new PolicyStatement({ actions, resources })],
      });
    const write = policy('Write', ['s3:PutObject', 's3:DeleteObject'], bucket.arnForObjects('*'));
    const bucketId = Stack.of(this).getLogicalId(bucket.node.defaultChild as CfnElement);
    Validations.of(write).acknowledge({
      id: `AwsSolutions::AwsSolutions-IAM5[Resource::<${bucketId}.Arn>/*]`,
      reason: "The bucket holds the console's files and nothing else; their names are the build's.",
    });
    return [
      policy('Read', ['s3:GetObject'], ...archives),
      write,
      // Not GetBucketTagging: CDK's function leaves a bucket full whose tags say that it is CDK's.
      policy('List', ['s3:ListBucket'], bucket.bucketArn),
    ];
  }
}

function acknowledgeFunction(deployment: BucketDeployment): void {
  const { permissionsNode } = deployment.node.findChild(
    'CustomResourceHandler',
  ) as SingletonFunction;
  const theirs = 'The function is of CDK, which chooses and updates its runtime.';
  const seldom =
    'It runs while a stack is deployed and at no other time; CloudFormation waits for its answer ' +
    'and tells of its failure.';
  Validations.of(permissionsNode.defaultChild as IConstruct).acknowledge(
    { id: 'AwsSolutions::AwsSolutions-L1', reason: theirs },
    { id: 'Serverless::Serverless-LambdaLatestVersion', reason: theirs },
    { id: 'Serverless::Serverless-LambdaDLQ', reason: seldom },
    { id: 'Serverless::Serverless-LambdaTracing', reason: seldom },
  );
}

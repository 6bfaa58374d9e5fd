// Copies the console's files into their bucket when the stack is deployed.
import { type CfnElement, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { SingletonFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Bucket, IBucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, type ISource } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct, type IConstruct } from 'constructs';

export interface ConsoleFilesProps {
  readonly bucket: Bucket;
  /** The built console: `index.html`, and files with a hash in their names in `assets/`. */
  readonly build: ISource;
  /** The settings that the console reads when it starts. */
  readonly settings: ISource;
  readonly logRetentionDays: RetentionDays;
  /** Unless it is RETAIN, the bucket is emptied when the stack is deleted. */
  readonly removalPolicy: RemovalPolicy;
}

/**
 * MiB. In one stack, CDK uses the same function and role for all bucket deployments with the same memory.
 * This unusual value keeps a team's own bucket deployments from getting these rights.
 */
const copierMemory = 1100;

type CopierSettings = Pick<ConsoleFilesProps, 'logRetentionDays' | 'removalPolicy'>;

/** Role and log of the function that copies the files; it may write this log. */
class Copier extends Construct {
  readonly role: Role;
  readonly logGroup: LogGroup;

  /** The stack's only copier, created at the first call. */
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
 * Copies first the files with a hash in their names, then the page that refers to them. Assets of an
 * earlier build stay, because an open page may still load them. CDK's own function copies, with a role
 * of ours: see ADR 25.
 */
export class ConsoleFiles extends Construct {
  constructor(scope: Construct, id: string, props: ConsoleFilesProps) {
    super(scope, id);
    const { role, logGroup } = Copier.of(this, props);
    const archives = new Map<string, string>();
    /** Passes a source on unchanged and remembers its archive. */
    const remembered = (source: ISource): ISource => ({
      bind(...about) {
        const config = source.bind(...about);
        archives.set(config.zipObjectKey, config.bucket.arnForObjects(config.zipObjectKey));
        return config;
      },
    });
    const common = {
      destinationBucket: props.bucket as IBucket,
      // Without the rights that CDK would grant: groups of actions with wildcards, on all assets.
      role: role.withoutPolicyUpdates(),
      logGroup,
      memoryLimit: copierMemory,
      retainOnDelete: props.removalPolicy === RemovalPolicy.RETAIN,
    };
    const assets = new BucketDeployment(this, 'Assets', {
      ...common,
      sources: [remembered(props.build)],
      exclude: ['*'],
      include: ['assets/*'],
      cacheControl: [CacheControl.fromString('public, max-age=31536000, immutable')],
      prune: false,
    });
    const pages = new BucketDeployment(this, 'Pages', {
      ...common,
      sources: [remembered(props.build), remembered(props.settings)],
      exclude: ['assets/*'],
      cacheControl: [CacheControl.noCache()],
    });
    assets.node.addDependency(...this.#rights(role, [...archives.values()], props.bucket));
    pages.node.addDependency(assets);
    acknowledgeFunction(assets);
  }

  /** Separate policies, so that the exception to a rule for one of them applies to nothing else. */
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
      reason: "The bucket contains only the console's files, whose names depend on the build.",
    });
    return [
      policy('Read', ['s3:GetObject'], ...archives),
      write,
      // Not GetBucketTagging: CDK's function does not empty a bucket whose tags say that CDK owns it.
      policy('List', ['s3:ListBucket'], bucket.bucketArn),
    ];
  }
}

function acknowledgeFunction(deployment: BucketDeployment): void {
  const { permissionsNode } = deployment.node.findChild(
    'CustomResourceHandler',
  ) as SingletonFunction;
  const runtime = 'The function is part of CDK, which chooses and updates its runtime.';
  const deployOnly =
    'It runs only while a stack is deployed; CloudFormation waits for its answer and reports its failure.';
  Validations.of(permissionsNode.defaultChild as IConstruct).acknowledge(
    { id: 'AwsSolutions::AwsSolutions-L1', reason: runtime },
    { id: 'Serverless::Serverless-LambdaLatestVersion', reason: runtime },
    { id: 'Serverless::Serverless-LambdaDLQ', reason: deployOnly },
    { id: 'Serverless::Serverless-LambdaTracing', reason: deployOnly },
  );
}

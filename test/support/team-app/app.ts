// A team's CDK app with a Liaison service, workflows, and resources of which some do not run locally.
import { fileURLToPath } from 'node:url';
import { App, Duration, Fn, Stack } from 'aws-cdk-lib';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { LiaisonService, Workflow } from '../../../infra/index.ts';

const fileHere = (name: string) => fileURLToPath(new URL(name, import.meta.url));

const app = new App();
// Another stack, as most teams have.
new Topic(new Stack(app, 'network'), 'Announcements');
const stack = new Stack(app, 'crm');

const { events } = new LiaisonService(stack, 'Connections', {
  identity: { provider: 'oidc', issuer: 'https://login.example.com', audience: ['crm'] },
  console: false,
});

const notices = new Queue(stack, 'Notices');
const vendorTask = new Workflow(stack, 'VendorTask', {
  events,
  on: 'Connection Created',
  entry: fileHere('vendor-task.ts'),
  purpose: 'opens a task for each new connection',
});
vendorTask.fn.addEnvironment('NOTICES_URL', notices.queueUrl);
notices.grantSendMessages(vendorTask.fn);

// Bundled as CDK does by default: CommonJS, without the SDK.
const tasks = new Table(stack, 'Tasks', {
  partitionKey: { name: 'id', type: AttributeType.STRING },
});
const keepTask = new NodejsFunction(stack, 'KeepTask', {
  entry: fileHere('keep-task.ts'),
  runtime: Runtime.NODEJS_24_X,
  depsLockFilePath: fileHere('app.ts'),
  projectRoot: fileHere('.'),
  timeout: Duration.seconds(5),
  environment: { TABLE: tasks.tableName },
});
tasks.grantWriteData(keepTask);
keepTask.addEventSource(new SqsEventSource(notices));

const unknown = new NodejsFunction(stack, 'Unknown', {
  entry: fileHere('keep-task.ts'),
  runtime: Runtime.NODEJS_24_X,
  depsLockFilePath: fileHere('app.ts'),
  projectRoot: fileHere('.'),
  environment: { SHARED: Fn.importValue('shared-value') },
});
unknown.node.addDependency(tasks);

new Bucket(stack, 'Uploads');
new Queue(stack, 'Orders', { fifo: true });
new LambdaFunction(stack, 'Report', {
  runtime: Runtime.PYTHON_3_13,
  handler: 'index.handler',
  code: Code.fromInline('def handler(event, context): return 1'),
});
app.synth();

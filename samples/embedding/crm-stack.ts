// A team's own stack with a Liaison service, three workflows, and a function that reads connections.
import { fileURLToPath } from 'node:url';
import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { Architecture, Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { becomes, LiaisonService, Workflow } from 'liaison';
import { endedEmployments } from './ended-employments.ts';

const fileHere = (name: string) => fileURLToPath(new URL(name, import.meta.url));

export class CrmStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const connections = new LiaisonService(this, 'Connections', { shards: 32 });

    const vendorTask = new Workflow(this, 'VendorTask', {
      events: connections.events,
      on: ['Connection Created', 'Connection Updated'],
      where: becomes('vendor'),
      entry: fileHere('vendor-task.ts'),
      purpose: 'creates a task for each new vendor',
    });
    connections.grantCall(vendorTask.fn, { as: 'vendor-tasks', scopes: ['liaison/write'] });

    const offboardingQueue = new Queue(this, 'OffboardingQueue', { enforceSSL: true });
    const offboarding = new Workflow(this, 'Offboarding', {
      events: connections.events,
      on: 'Connection Ended',
      where: endedEmployments,
      once: true,
      entry: fileHere('offboarding.ts'),
      purpose: 'reports ended employments',
      environment: { OFFBOARDING_QUEUE_URL: offboardingQueue.queueUrl },
    });
    offboardingQueue.grantSendMessages(offboarding.fn);

    const vendorTerms = new Workflow(this, 'VendorTerms', {
      events: connections.events,
      on: ['Connection Created', 'Connection Updated'],
      where: becomes('vendor'),
      entry: fileHere('vendor-terms.ts'),
      purpose: 'checks the payment terms of new vendors',
    });
    connections.grantCall(vendorTerms.fn, { as: 'vendor-terms', scopes: ['liaison/read'] });

    const clients = new NodejsFunction(this, 'Clients', {
      entry: fileHere('clients.ts'),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 1024,
    });
    connections.table.grantRead(clients);

    new CfnOutput(this, 'ConnectionsUrl', { value: connections.apiUrl });
  }
}

// A team's own stack with a Liaison service, two workflows, and a function that reads connections.
import { fileURLToPath } from 'node:url';
import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { Architecture, Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { Construct } from 'constructs';
import { becomes, LiaisonService, Workflow } from 'liaison';

const fileHere = (name: string) => fileURLToPath(new URL(name, import.meta.url));

export class CrmStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const connections = new LiaisonService(this, 'Connections', { shards: 32 });

    new Workflow(this, 'VendorTask', {
      events: connections.events,
      on: ['Connection Created', 'Connection Updated'],
      where: becomes('vendor'),
      once: true,
      entry: fileHere('vendor-task.ts'),
      purpose: 'opens a task for each new vendor',
    });

    const vendorReview = new Workflow(this, 'VendorReview', {
      events: connections.events,
      on: ['Connection Created', 'Connection Updated'],
      where: becomes('vendor'),
      entry: fileHere('vendor-review.ts'),
      purpose: 'creates a review of each new vendor',
    });
    connections.grantCall(vendorReview.fn, { as: 'vendor-reviews', scopes: ['liaison/write'] });

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

// The CDK app of a team that embeds Liaison.
import { App } from 'aws-cdk-lib';
import { CrmStack } from './crm-stack.ts';

const app = new App();
new CrmStack(app, 'crm');
app.synth();

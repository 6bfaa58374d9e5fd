// The service: the parts of Liaison and their rights. It defines no resource itself.
import { Duration, Fn, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Schedule } from 'aws-cdk-lib/aws-events';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Capability } from '../shared/contracts/route-definition.ts';
import { becomes } from '../shared/patterns/becomes.ts';
import { streamFilters } from '../shared/table/schema.ts';
import { OnCall } from './constructs/alarms/on-call.ts';
import { RequestAndTableAlarms } from './constructs/alarms/request-and-table-alarms.ts';
import { type CallGrant, grantCallTo, machineClientOf } from './constructs/api/call-grant.ts';
import { ConnectionsApi } from './constructs/api/connections-api.ts';
import { CursorKey } from './constructs/api/cursor-key.ts';
import { docsFilesCommand } from './constructs/api/docs-files.ts';
import { Identity } from './constructs/api/identity.ts';
import { ConsoleSite } from './constructs/console/console-site.ts';
import { ConnectionEvents } from './constructs/events/connection-events.ts';
import { Workflow } from './constructs/events/workflow-construct.ts';
import {
  LiaisonFunction,
  type LiaisonFunctionProps,
} from './constructs/lambda/liaison-function.ts';
import { Replay } from './constructs/operations/replay-construct.ts';
import { ServiceDashboard } from './constructs/operations/service-dashboard.ts';
import { ConnectionTable } from './constructs/table/connection-table.ts';
import { StreamReader } from './constructs/table/stream-reader.ts';
import { tableRights } from './constructs/table/table-rights.ts';
import type { LiaisonServiceProps } from './liaison-service-props.ts';
import type { Settings } from './settings-schema.ts';
import { settingsFrom } from './stage-settings.ts';

/** A complete Liaison service: table, HTTP API, identity, stream readers, bus, workflows, console, alarms. */
export class LiaisonService extends Construct {
  /** Names and addresses that clients, operators and other stacks need. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Address of the HTTP API; its paths begin with /v1. */
  readonly apiUrl: string;
  /** Issuer and audience of the tokens that the API accepts. */
  readonly identity: Identity;
  /** The bus on which changes are announced; workflows subscribe to it. */
  readonly events: ConnectionEvents;
  /** Grants a function the right to read: `table.grantRead(fn)`. Write through the API. */
  readonly table: ConnectionTable;
  /** The console, unless the settings leave it out: `console.distribution`. */
  readonly console: ConsoleSite | undefined;
  /** Replays failed records and events; `replay.fn.grantInvoke(role)` allows an operator to invoke it. */
  readonly replay: Replay;

  /** @throws SettingsError for an unknown prop and for an invalid value. */
  constructor(scope: Construct, id: string, props: LiaisonServiceProps = {}) {
    super(scope, id);
    const settings = settingsFrom(props, id);
    const protect = settings.dataProtection === 'on';
    const removalPolicy = protect ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;

    const table = new ConnectionTable(this, 'Table', {
      shards: settings.shards,
      historyRetentionDays: settings.historyRetentionDays,
      feedRetentionDays: settings.feedRetentionDays,
      capacity: settings.capacity,
      replicas: settings.replicas,
      encryption: settings.encryption,
      protect,
      removalPolicy,
    });
    const cursorKey = new CursorKey(this, 'CursorKey');

    const common = {
      logRetentionDays: settings.logs.retentionDays,
      logLevel: settings.logs.level,
      removalPolicy,
    };

    const functionOf = (
      capability: Exclude<Capability, 'failures'>,
      id: string,
      files: Pick<LiaisonFunctionProps, 'filesCommand'> = {},
    ) =>
      new LiaisonFunction(this, id, {
        ...common,
        ...files,
        entry: `functions/handlers/${capability}.ts`,
        purpose: capability,
      });
    const functions = {
      queries: functionOf('queries', 'Queries'),
      connections: functionOf('connections', 'Connections'),
      records: functionOf('records', 'Records'),
      administration: functionOf('administration', 'Administration'),
      service: functionOf('service', 'Service', { filesCommand: docsFilesCommand }),
    };

    for (const name of ['connections', 'records', 'administration'] as const) {
      table.grant(functions[name], tableRights[name]);
    }
    table.grantQueries(functions.queries);
    cursorKey.grantUse(functions.queries);

    const events = new ConnectionEvents(this, 'Events', {
      ...(settings.eventBus && { bus: settings.eventBus }),
      functionSettings: common,
      workflowConcurrency: settings.workflowConcurrency,
    });
    const { halves, halvesOfRecord1, ...others } = streamFilters;
    const projector = new StreamReader(this, 'Projector', {
      ...common,
      table,
      entry: 'functions/handlers/projector.ts',
      purpose: 'keeps history and counts',
      filters: [halves, ...Object.values(others)],
      failures: {
        contents: 'Changes that are missing in history, counts and the change feed',
        section: 'changes-missing-in-history-and-counts',
      },
    });
    table.grantProject(projector.fn);
    const publisher = new StreamReader(this, 'Publisher', {
      ...common,
      table,
      entry: 'functions/handlers/publisher.ts',
      purpose: 'announces changes',
      filters: [halvesOfRecord1, ...Object.values(others)],
      failures: {
        contents: 'Changes that were not announced',
        section: 'changes-that-were-not-announced',
      },
    });
    events.grantPublish(publisher.fn);

    // These end whatever their depth: a deleted record must lose its connections. They cannot cause a loop, because
    // none of them causes an event that starts one of them.
    const maxDepth = Number.POSITIVE_INFINITY;
    const cascade = new Workflow(this, 'Cascade', {
      events,
      on: ['Record Deleted', 'Record Merged'],
      maxDepth,
      entry: 'functions/handlers/workflows/cascade.ts',
      purpose: 'deletes the connections of a deleted record, moves those of a merged one',
    });
    const rename = new Workflow(this, 'Rename', {
      events,
      on: 'Record Renamed',
      maxDepth,
      entry: 'functions/handlers/workflows/rename.ts',
      purpose: 'brings a new name to the connections of a record',
    });
    const clearRole = new Workflow(this, 'ClearRole', {
      events,
      on: 'Connection Role Clearing',
      maxDepth,
      entry: 'functions/handlers/workflows/clear-role.ts',
      purpose: 'blanks a role on its connections, then deletes it',
    });
    const endOfTerm = new Workflow(this, 'EndOfTerm', {
      events,
      schedule: Schedule.rate(Duration.hours(1)),
      entry: 'functions/handlers/workflows/end-of-term.ts',
      purpose: 'announces connections whose end date has passed',
    });
    events.grantPublish(endOfTerm.fn);
    table.grantEndTerms(endOfTerm.fn, settings.endedConnections);
    table.grant(cascade.fn, tableRights.sweepRecord);
    table.grant(rename.fn, tableRights.sweepRecord);
    table.grant(clearRole.fn, tableRights.clearRole);
    if (settings.exampleWorkflow) {
      new Workflow(this, 'VendorNotice', {
        events,
        on: ['Connection Created', 'Connection Updated'],
        where: becomes('vendor'),
        entry: 'functions/handlers/workflows/vendor-notice.ts',
        purpose: 'the example: logs each new vendor',
      });
    }
    const replay = new Replay(this, 'Replay', { events, table });

    const identity = new Identity(this, 'Identity', {
      ...common,
      settings: settings.identity,
      signInPrefix: this.#nameInRegion(),
      forPeople: settings.console || hasCallback(settings.identity),
      protect,
    });
    const api = new ConnectionsApi(this, 'Api', {
      functions: { ...functions, failures: replay.fn },
      identity,
      throttling: settings.throttling,
      logRetentionDays: settings.logs.retentionDays,
      removalPolicy,
    });
    const { consoleSignIn } = identity;
    const site =
      settings.console && consoleSignIn
        ? new ConsoleSite(this, 'Console', {
            apiDomain: api.domainName,
            apiPaths: api.paths,
            signIn: consoleSignIn.settings,
            signInOrigins: consoleSignIn.origins,
            domain: settings.domain,
            logRetentionDays: settings.logs.retentionDays,
            removalPolicy,
          })
        : undefined;
    if (site) identity.allowRedirectTo(site.url);

    const runbook = settings.runbookUrl ? { runbookUrl: settings.runbookUrl } : {};
    const monitored = { ...runbook, apiId: api.apiId, tableName: table.tableName };
    new RequestAndTableAlarms(this, 'Alarms', monitored);
    const onCall = new OnCall(this, 'OnCall', { ...runbook, alarms: settings.alarms });
    new ServiceDashboard(this, 'OnCallDashboard', monitored);

    this.console = site;
    this.apiUrl = api.url;
    this.identity = identity;
    this.events = events;
    this.table = table;
    this.replay = replay;
    this.outputs = {
      ...(site && { ConsoleUrl: site.url }),
      ApiUrl: api.url,
      TableName: table.tableName,
      BusName: events.bus.eventBusName,
      ReplayFunctionName: replay.fn.functionName,
      Issuer: identity.issuer,
      Audience: Fn.join(',', identity.audience),
      ...identity.signIn,
      ...(onCall.topic && { AlarmTopicArn: onCall.topic.topicArn }),
    };
  }

  /**
   * Lets a function read and write through the API as a machine client: `serviceClient()` of `liaison/workflow`
   * is then a client of this service. Its changes have the client's id as their actor.
   *
   * With a user pool, the client is made here, and a secret that only these functions may read. With a provider
   * of your own, pass a client that you made there.
   *
   * @throws Error for an invalid name or scope, for other scopes than the client of this name has, for a second
   *   client of the function, and for a `client` that is missing or needless.
   */
  grantCall(fn: LambdaFunction, grant: CallGrant): void {
    const machine = machineClientOf(grant);
    grantCallTo(fn, this.apiUrl, machine, this.identity.credentialsOf(machine, grant.client));
  }

  /** The stack's name, followed by the path to this service if the stack contains more than the service. */
  #nameInRegion(): string {
    const stack = Stack.of(this);
    const path = this.node.scopes.slice(stack.node.scopes.length).map(({ node }) => node.id);
    return [stack.stackName, ...path.filter((id) => id !== 'Default')]
      .join('-')
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .slice(0, 50);
  }
}

const hasCallback = (identity: Settings['identity']) =>
  identity.provider === 'user-pool' && identity.callbackUrls.length > 0;

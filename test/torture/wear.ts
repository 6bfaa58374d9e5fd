// Wear: the whole service under mixed load for a while, killed in the middle; is it as it was?
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { synthesize } from '../../infra/local/synth.ts';
import { type HostProcess, hostProcess } from '../support/host-process.ts';

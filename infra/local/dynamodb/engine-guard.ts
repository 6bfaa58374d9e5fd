// Runs one command until this process's standard input closes. The other end of that pipe is in the
// host, so it closes in whatever way the host ends, also by kill -9.
import { spawn } from 'node:child_process';

const [command = '', ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], windowsHide: true });

child.on('error', (error) => {
  console.error(error.message);
  process.exit(127);
});
child.on('exit', (code) => process.exit(code ?? 1));

process.stdin.resume().on('close', () => {
  child.kill();
  setTimeout(() => child.kill('SIGKILL'), 3000);
});

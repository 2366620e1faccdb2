import { fork } from 'node:child_process';
import { utilityProcess } from 'electron';
import type { FromHost } from '#electron/transports/messages.ts';
import { runnerFor } from './data-process-child.ts';
import type { DataProcess } from './data-process-child.ts';
import { DATA_PROCESS_FLAGS } from './node-flags.ts';

export interface DataProcessPlan {
  /** The bundled entry. */
  readonly entry: string;
  readonly options: { readonly dir: string; readonly development: boolean };
  /** Node 24, for runtimes too old for the SQLite addon. Development only. */
  readonly node: string;
  readonly packaged: boolean;
}

/**
 * Starts the data process in Electron's `utilityProcess`, or under plain Node where this Electron
 * is too old to load the SQLite addon.
 */
export function startDataProcess(plan: DataProcessPlan): DataProcess {
  const args = ['--options', JSON.stringify(plan.options)];
  const nodeApi = Number(process.versions['napi'] ?? 0);
  return runnerFor(nodeApi, plan.packaged) === 'utility-process'
    ? inUtilityProcess(plan.entry, args)
    : underNode(plan.node, plan.entry, args);
}

/** Starts `entry` as a utility process of this Electron. */
export function inUtilityProcess(entry: string, args: string[]): DataProcess {
  const child = utilityProcess.fork(entry, args, {
    serviceName: 'Holdfast data',
    stdio: 'inherit',
  });
  return {
    pid: () => child.pid,
    // Not a window: there is no origin to name.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    send: (message) => child.postMessage(message),
    onMessage: (receive) => child.on('message', (message: FromHost) => receive(message)),
    onClose: (closed) => child.once('exit', closed),
    close: () => child.kill(),
    kill: () => {
      // UtilityProcess.kill asks politely; a process that hangs does not hear it.
      if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
    },
  };
}

function underNode(node: string, entry: string, args: string[]): DataProcess {
  const child = fork(entry, args, {
    execPath: node,
    execArgv: DATA_PROCESS_FLAGS,
    serialization: 'advanced',
    stdio: 'inherit',
  });
  let ended = false;
  child.once('exit', () => {
    ended = true;
  });
  // Without a listener a failed start would end main; `exit` or `close` follows and is handled.
  child.on('error', () => undefined);
  return {
    pid: () => child.pid,
    send: (message) => {
      // A message to a process that has just died is answered by its `exit`.
      if (!ended && child.connected) child.send(message, () => undefined);
    },
    onMessage: (receive) => child.on('message', (message) => receive(message as FromHost)),
    onClose: (closed) => child.once('close', closed),
    close: () => {
      if (child.connected) child.disconnect();
    },
    kill: () => child.kill('SIGKILL'),
  };
}

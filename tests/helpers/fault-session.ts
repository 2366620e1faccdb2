import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { z } from 'zod';
import type { Envelope } from '#electron/contract/envelope.ts';
import type { FromHost } from '#electron/transports/messages.ts';
import type { Connection } from '#db/sqlite/connection.node.ts';
import { idOf, timeAt } from './fault-start.ts';

/** What a person knows of a booking: what they entered last and were told is saved. */
interface Told {
  readonly title: string;
  readonly resource_id: string;
  readonly start_time: string;
  readonly status: string;
}

/** A session with the data process over its message port, which may be killed at any moment. */
export interface Session {
  /** Commands answered with success, in order. */
  readonly acknowledged: readonly string[];
  /** By booking, as last acknowledged. */
  readonly told: ReadonlyMap<string, Told>;
  /** What the command on its way would have made of the one booking it was about. */
  readonly underWay: { readonly id: string | null; readonly told: Told | null } | undefined;
  /** Code of the start or of the command that was refused, the last thing asked of the process. */
  readonly refused: string | undefined;
  /** True when the process ended by itself. */
  readonly ended: boolean;
  readonly complaint: string;
}

/** Commands of the session; all of them succeed on an undisturbed disk. */
export const SESSION_COMMANDS = [
  'bookings.create',
  'bookings.create',
  'bookings.move',
  'bookings.edit',
  'bookings.cancel',
  'bookings.undo',
  'bookings.setStatus',
  'bookings.create',
] as const;

const done = z.object({ op_id: z.string(), id: z.string().optional() });

function slot(resource: number, day: number, hour: number) {
  return {
    resource_id: idOf('resource', resource),
    start_time: timeAt(day, hour),
    end_time: timeAt(day, hour + 1),
  };
}

function begin(entry: string, dir: string, env: NodeJS.ProcessEnv): ChildProcess {
  return fork(entry, ['--options', JSON.stringify({ dir, development: false })], {
    env,
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
}

/** Starts the bundled data process, waits until it serves and stops it; answers what it complained of. */
export async function startOnly(
  entry: string,
  dir: string,
  env: NodeJS.ProcessEnv,
): Promise<string> {
  const process = talkTo(begin(entry, dir, env));
  const served = await process.ready;
  if (served) process.stop();
  const complaint = await process.end;
  return served ? complaint : `does not start: ${process.fatal() ?? ''} ${complaint}`;
}

/** Starts the bundled data process on a prepared folder and works until it is done, refused or dead. */
export async function session(
  entry: string,
  dir: string,
  env: NodeJS.ProcessEnv,
): Promise<Session> {
  const child = begin(entry, dir, env);
  const process = talkTo(child);
  let refused: string | undefined;
  const acknowledged: string[] = [];
  const told = new Map<string, Told>();
  let underWay: Session['underWay'];

  /** Answers what the command returned; undefined when the process died over it. */
  async function command(name: string, input: object, about: string | null, next: Told | null) {
    underWay = { id: about, told: next };
    const envelope = await process.invoke(name, input);
    if (envelope === undefined) return undefined;
    if (!envelope.ok) {
      refused = envelope.error.code;
      return undefined;
    }
    const value = done.parse(envelope.value);
    const id = about ?? value.id;
    if (id !== undefined && next) told.set(id, next);
    acknowledged.push(name);
    underWay = undefined;
    return { ...value, id };
  }

  const create = (title: string, at: ReturnType<typeof slot>) =>
    command('bookings.create', { ...at, title, party_size: 1 }, null, {
      ...at,
      title,
      status: 'confirmed',
    });

  async function work(): Promise<void> {
    if (!(await process.ready)) return;
    const first = await create('First', slot(1, 0, 3));
    const second = first && (await create('Second', slot(2, 0, 3)));
    if (!first?.id || !second?.id) return;
    const moved = { ...slot(3, 1, 5), title: 'First', status: 'confirmed' };
    const at = slot(3, 1, 5);
    if (!(await command('bookings.move', { id: first.id, ...at }, first.id, moved))) return;
    const edited = { ...moved, title: 'Primeira' };
    const title = { id: first.id, title: 'Primeira', notes: 'x'.repeat(3000) };
    if (!(await command('bookings.edit', title, first.id, edited))) return;
    const was = { ...slot(2, 0, 3), title: 'Second', status: 'confirmed' };
    const gone = { ...was, status: 'cancelled' };
    const cancel = { id: second.id, reason: 'ill' };
    const cancelled = await command('bookings.cancel', cancel, second.id, gone);
    if (!cancelled) return;
    if (!(await command('bookings.undo', { op_id: cancelled.op_id }, second.id, was))) return;
    const here = { id: first.id, status: 'checked_in' };
    if (!(await command('bookings.setStatus', here, first.id, { ...edited, status: 'checked_in' })))
      return;
    if (await create('Third', slot(4, 0, 3))) process.stop();
  }

  await work();
  const complaint = await process.end;
  refused ??= process.fatal();
  return { acknowledged, told, underWay, refused, ended: child.exitCode === 0, complaint };
}

function talkTo(child: ChildProcess) {
  const waiting = new Map<number, (envelope: Envelope | undefined) => void>();
  let complaint = '';
  let dead = false;
  let fatal: string | undefined;
  child.stderr?.on('data', (text: Buffer) => (complaint += text.toString()));
  const closed = once(child, 'close').then(() => {
    dead = true;
    for (const answer of waiting.values()) answer(undefined);
    return complaint;
  });
  const ready = new Promise<boolean>((resolve) => {
    void closed.then(() => resolve(false));
    child.on('message', (message: FromHost) => {
      if (message.kind === 'ready') resolve(true);
      if (message.kind === 'fatal') fatal = message.message;
      if (message.kind === 'reply') waiting.get(message.id)?.(message.envelope);
    });
  });
  let next = 1;
  return {
    ready,
    /** Why it did not start. */
    fatal: () => fatal,
    end: closed,
    stop: () => void child.send({ kind: 'stop' }),
    invoke: (name: string, input: object) =>
      new Promise<Envelope | undefined>((resolve) => {
        const id = next++;
        waiting.set(id, resolve);
        // Sending to a process that died meanwhile reports an error; the death itself is the answer.
        if (dead) resolve(undefined);
        else child.send({ kind: 'invoke', id, name, input }, () => undefined);
      }),
  };
}

/** What is missing or different in the file from what people were told. */
export function forgotten(connection: Connection, session: Session): string[] {
  const problems: string[] = [];
  const select = connection.prepare<Told>(
    'SELECT title, resource_id, start_time, status FROM bookings WHERE id = ?',
  );
  for (const [id, told] of session.told) {
    const row = JSON.stringify(select.get(id) ?? null);
    const maybe = session.underWay?.id === id ? session.underWay.told : null;
    if (row !== shown(told) && (maybe === null || row !== shown(maybe)))
      problems.push(`booking ${id} is ${row}, acknowledged as ${shown(told)}`);
  }
  const ops = connection
    .prepare<{ command: string }>('SELECT command FROM outbox ORDER BY op_no')
    .all()
    .map((row) => row.command);
  const wanted = SESSION_COMMANDS.slice(0, ops.length);
  const missing = session.acknowledged.length - ops.length;
  if (ops.join() !== wanted.join() || missing > 0 || missing < -1)
    problems.push(`outbox holds ${ops.join()}, acknowledged ${session.acknowledged.join()}`);
  return problems;
}

function shown({ title, resource_id, start_time, status }: Told): string {
  return JSON.stringify({ title, resource_id, start_time, status });
}

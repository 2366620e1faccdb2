import { createConnection, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { must } from '#db/kernel/must.ts';

/** `up` goes from the device to central. */
export type Direction = 'up' | 'down';

/** What becomes of a piece: sent on, lost without a word, or everything is cut before it. */
export type Fate = 'pass' | 'lose' | 'cut';

export interface Weather {
  /** Milliseconds that each piece is under way. */
  delay: number;
  /** Bytes a second in each direction; null for as fast as it goes. */
  rate: number | null;
  /** Directions in which nothing arrives any more, though both ends believe in the connection. */
  readonly silent: Set<Direction>;
  /** New connections are refused. */
  refuse: boolean;
  /** Answered to a request for TLS, which then never reaches central. */
  answerToTls: 'N' | null;
  /** Connections end after so many bytes in both directions together; null for never. */
  cutAfter: number | null;
  /** Asked for every piece, before it waits: what a test wants to happen at one step. */
  judge: (direction: Direction, piece: Buffer) => Fate;
}

/** A pass-through on the way to central, on which everything can happen that networks do. */
export interface TcpProxy {
  /** Changes apply at once, to what is open as well. */
  readonly weather: Weather;
  readonly host: string;
  readonly port: number;
  /** Connections since the beginning. */
  readonly opened: () => number;
  /** Everything the devices have sent. */
  readonly sent: () => Buffer;
  /** Resets every connection. */
  cut(): void;
  close(): Promise<void>;
}

const REQUEST_FOR_TLS = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);
/** Of a slow link, so that it trickles instead of coming in lumps. */
const PIECES_A_SECOND = 20;
/** Bytes on the way in one direction, at most; a slow link holds no more than a quarter of a second of them. */
const MUCH = 1_000_000;
const HELD_SECONDS = 0.25;

export async function openProxy(
  target: { host: string; port: number },
  host = '127.0.0.1',
): Promise<TcpProxy> {
  const weather: Weather = {
    delay: 0,
    rate: null,
    silent: new Set(),
    refuse: false,
    answerToTls: null,
    cutAfter: null,
    judge: () => 'pass',
  };
  const sent: Buffer[] = [];
  const open = new Set<() => void>();
  let opened = 0;
  const server = createServer((device) => {
    if (weather.refuse) device.resetAndDestroy();
    else {
      opened += 1;
      join(device, createConnection(target));
    }
  });
  const join = (device: Socket, central: Socket) => {
    let bytes = 0;
    const cut = () => {
      open.delete(cut);
      device.resetAndDestroy();
      central.resetAndDestroy();
    };
    open.add(cut);
    const fateOf = (direction: Direction, piece: Buffer): Fate => {
      bytes += piece.length;
      if (weather.cutAfter !== null && bytes > weather.cutAfter) return 'cut';
      const fate = weather.judge(direction, piece);
      return fate === 'pass' && weather.silent.has(direction) ? 'lose' : fate;
    };
    const carry = (direction: Direction, from: Socket, to: Socket) => {
      const way = createWay(weather, to, cut);
      from.on('data', (piece: Buffer) => {
        if (direction === 'up') sent.push(piece);
        if (weather.answerToTls !== null && piece.equals(REQUEST_FOR_TLS)) {
          from.write(weather.answerToTls);
          return;
        }
        const fate = fateOf(direction, piece);
        if (fate === 'cut') cut();
        if (fate === 'pass') way.take(piece, from);
      });
      from.on('end', () => way.end());
      from.on('error', cut);
      from.on('close', () => {
        open.delete(cut);
        // A silent network does not tell that the other end is gone.
        if (!weather.silent.has(direction)) way.end();
      });
    };
    carry('up', device, central);
    carry('down', central, device);
  };
  await listening(server, host);
  const address = server.address();
  return {
    weather,
    host,
    port: typeof address === 'object' ? must(address, 'listening').port : 0,
    opened: () => opened,
    sent: () => Buffer.concat(sent),
    cut: () => {
      for (const cut of open) cut();
    },
    close: async () => {
      for (const cut of open) cut();
      await new Promise((done) => server.close(done));
    },
  };
}

/** One direction of one connection: in order, each piece late by the delay and as long as the rate says. */
function createWay(weather: Weather, to: Socket, cut: () => void) {
  const waiting: { piece: Buffer | null; due: number }[] = [];
  const room = () => (weather.rate === null ? MUCH : Math.min(MUCH, weather.rate * HELD_SECONDS));
  let held = 0;
  let running = false;
  const run = async (from: Socket | null) => {
    running = true;
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const late = next.due - performance.now();
      if (late > 0) await after(late);
      if (next.piece === null) to.end();
      else await pour(next.piece);
      held -= next.piece?.length ?? 0;
      if (held < room() && from?.isPaused() === true) from.resume();
    }
    running = false;
  };
  const pour = async (piece: Buffer) => {
    for (let rest = piece; rest.length > 0;) {
      const { rate } = weather;
      const most = rate === null ? rest.length : Math.ceil(rate / PIECES_A_SECOND);
      const size = Math.min(rest.length, most);
      if (rate !== null) await after((1000 * size) / rate);
      if (to.writable) to.write(rest.subarray(0, size));
      rest = rest.subarray(size);
    }
  };
  const add = (piece: Buffer | null, from: Socket | null) => {
    waiting.push({ piece, due: performance.now() + weather.delay });
    if (!running) void run(from).catch(cut);
  };
  return {
    take: (piece: Buffer, from: Socket) => {
      held += piece.length;
      if (held >= room()) from.pause();
      add(piece, from);
    },
    end: () => add(null, null),
  };
}

function after(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds).unref());
}

function listening(server: Server, host: string): Promise<void> {
  return new Promise((done, refuse) => {
    server.on('error', refuse);
    server.listen(0, host, done);
  });
}

/** Whether a piece carries this text: the command of a simple query, a function of an extended one. */
export function says(piece: Buffer, text: string): boolean {
  return piece.includes(text);
}

import { isIP, Socket } from 'node:net';
import pg from 'pg';
import type { ClientConfig } from 'pg';

/** Where central is: `host:port/database`, never with credentials. */
export interface Address {
  readonly host: string;
  readonly port: number;
  readonly database: string;
}

export interface Login {
  readonly user: string;
  readonly password: string;
}

export interface OpenOptions {
  /** PEM of the authority to trust instead of the system's, for hosts that are not loopback. */
  readonly ca?: string;
  /** Milliseconds; 0 for none. */
  readonly connectTimeout?: number;
  /** Milliseconds a query may take; the connection must be destroyed after it. 0 for ever. */
  readonly queryTimeout?: number;
}

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

/** `postgres://…` or `host:port/database` → address; credentials and parameters are ignored. */
export function parseAddress(text: string): Address {
  const url = new URL(text.includes('://') ? text : `postgres://${text}`);
  const database = decodeURIComponent(url.pathname.slice(1));
  if (url.hostname === '' || database === '') {
    throw new TypeError('address of central must be host:port/database');
  }
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? 5432 : Number(url.port),
    database,
  };
}

export function formatAddress({ host, port, database }: Address): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}/${encodeURIComponent(database)}`;
}

/** Options for a connection. Anything but loopback gets verified TLS 1.3 or no connection. */
export function clientConfig(address: Address, login: Login, options: OpenOptions): ClientConfig {
  return {
    host: address.host,
    port: address.port,
    database: address.database,
    user: login.user,
    password: login.password,
    application_name: 'holdfast',
    // Node asks once a second after that and gives up after ten: a dead link is missed in 14 seconds,
    // whoever waits on it.
    keepAlive: true,
    keepAliveInitialDelayMillis: 4000,
    connectionTimeoutMillis: options.connectTimeout ?? 10_000,
    query_timeout: options.queryTimeout ?? 60_000,
    ssl: LOOPBACK.has(address.host)
      ? false
      : {
          rejectUnauthorized: true,
          minVersion: 'TLSv1.3',
          // An IP address is no server name (RFC 6066); the certificate must then list it.
          ...(isIP(address.host) === 0 ? { servername: address.host } : {}),
          ...(options.ca === undefined ? {} : { ca: options.ca }),
        },
    enableChannelBinding: true,
  };
}

/** A connected client of the administrator's URL, for migrations and provisioning. */
export async function openAdmin(url: string, options: OpenOptions = {}): Promise<pg.Client> {
  const { username, password } = new URL(url);
  const login = { user: decodeURIComponent(username), password: decodeURIComponent(password) };
  const client = new pg.Client(clientConfig(parseAddress(url), login, options));
  // A connection that breaks while idle must not end the process; the next query reports it.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** The socket below a client; the typings leave it out. */
export function socketOf(client: pg.Client): Socket {
  const connection: unknown = Reflect.get(client, 'connection');
  if (typeof connection === 'object' && connection !== null && 'stream' in connection) {
    if (connection.stream instanceof Socket) return connection.stream;
  }
  throw new Error('Bug: pg client without a socket');
}

/** Ends a connection at once, without a goodbye that may never be answered. */
export function destroy(client: pg.Client): void {
  socketOf(client).destroy();
}

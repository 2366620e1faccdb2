import { expect, test } from 'vitest';
import { clientConfig, formatAddress, parseAddress } from './open.node.ts';

const login = { user: 'u', password: 'p' };

test('an address never carries credentials', () => {
  const address = parseAddress(
    'postgres://admin:secret@central.example:6000/hold%20fast?sslmode=disable',
  );
  expect(address).toEqual({ host: 'central.example', port: 6000, database: 'hold fast' });
  expect(formatAddress(address)).toBe('central.example:6000/hold%20fast');
  expect(parseAddress(formatAddress(address))).toEqual(address);
});

test('the port has its usual default, IPv6 keeps its brackets', () => {
  expect(parseAddress('central.example/h').port).toBe(5432);
  expect(parseAddress('[::1]:5433/h')).toEqual({ host: '::1', port: 5433, database: 'h' });
  expect(formatAddress({ host: '::1', port: 5433, database: 'h' })).toBe('[::1]:5433/h');
});

test.each(['', 'central.example', 'postgres://central.example/', ':5432/x'])(
  '%j is none',
  (text) => {
    expect(() => parseAddress(text)).toThrow(TypeError);
  },
);

test('loopback needs no TLS', () => {
  for (const host of ['127.0.0.1', '::1', 'localhost']) {
    expect(clientConfig({ host, port: 1, database: 'd' }, login, {}).ssl).toBe(false);
  }
});

test('anything else is verified TLS 1.3, whatever the address says', () => {
  for (const host of [
    'central.example',
    '10.0.0.1',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
  ]) {
    expect(clientConfig({ host, port: 1, database: 'd' }, login, {}).ssl).toMatchObject({
      rejectUnauthorized: true,
      minVersion: 'TLSv1.3',
    });
  }
  const { ssl } = clientConfig({ host: 'central.example', port: 1, database: 'd' }, login, {
    ca: 'PEM',
  });
  expect(ssl).toMatchObject({ ca: 'PEM', servername: 'central.example' });
});

import { expect, test } from 'vitest';
import { parseLaunchOptions } from '#electron/process/launch-options.ts';
import { MIN_SIZE, parseWindowSize } from './window-size.ts';

test('sizes are read and never fall below the smallest', () => {
  expect(parseWindowSize('1600x1000')).toEqual({ width: 1600, height: 1000 });
  expect(parseWindowSize('800x600')).toEqual(MIN_SIZE);
  expect(parseWindowSize('1600x100')).toEqual({ width: 1600, height: 640 });
});

test.each(['', '1600', '1600x', 'x1000', '1600X1000', '-1x5', '1e9x1e9', '1600x1000x2'])(
  '%j is no size',
  (text) => {
    expect(parseWindowSize(text)).toBeNull();
  },
);

test('our switches are found among those of Chromium', () => {
  const argv = [
    '--inspect=0',
    '--no-sandbox',
    '/app',
    '--dir=/d',
    '--page-size=1600x1000',
    '-r',
    'x',
  ];
  expect(parseLaunchOptions(argv)).toEqual({
    dir: '/d',
    size: { width: 1600, height: 1000 },
    name: null,
  });
  expect(parseLaunchOptions(['--dir=', '--dir=/a', '--dir=/b', '--desk-name=A=B'])).toEqual({
    dir: '/b',
    size: null,
    name: 'A=B',
  });
});

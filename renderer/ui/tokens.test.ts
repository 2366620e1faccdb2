import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { must } from '#db/kernel/must.ts';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

/** Lightness, chroma, hue → linear sRGB (Ottosson's OKLab matrices), clipped to what a screen can show. */
function linear(lightness: number, chroma: number, hue: number): [number, number, number] {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clip = (value: number) => Math.min(1, Math.max(0, value));
  return [
    clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

/** WCAG 2 relative luminance of a token in one theme. */
function luminance(token: string, theme: 'light' | 'dark'): number {
  const line = must(
    new RegExp(`--${token}: light-dark\\(oklch\\(([^)]*)\\), oklch\\(([^)]*)\\)\\)`).exec(css),
    `no token --${token}`,
  );
  const [lightness = 0, chroma = 0, hue = 0] = must(line[theme === 'light' ? 1 : 2], token)
    .split(' ')
    .map(Number);
  const [red, green, blue] = linear(lightness, chroma, hue);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string, theme: 'light' | 'dark'): number {
  const [a, b] = [luminance(one, theme), luminance(other, theme)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

const GROUNDS = ['canvas', 'surface', 'raised', 'hover', 'pressed', 'accent-soft'];
const FILLS = ['confirmed', 'pending', 'checked-in', 'conflicted', 'done'];

const TEXT: readonly (readonly [string, string])[] = [
  ...GROUNDS.flatMap((ground) => [
    ['text', ground] as const,
    ['text-2', ground] as const,
    ['accent-text', ground] as const,
  ]),
  ...FILLS.flatMap((fill) => [
    ['text', `${fill}-fill`] as const,
    ['text-2', `${fill}-fill`] as const,
  ]),
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['on-danger', 'danger'],
  ['on-danger', 'danger-hover'],
  ['danger-text', 'canvas'],
  ['danger-text', 'raised'],
  ['danger-text', 'danger-soft'],
  ['text', 'danger-soft'],
];

const EDGES: readonly (readonly [string, string])[] = [
  ...['canvas', 'surface', 'raised', 'accent-soft'].flatMap((ground) => [
    ['edge', ground] as const,
    ['focus', ground] as const,
    ['accent', ground] as const,
  ]),
  ...FILLS.flatMap((fill) => [
    [`${fill}-edge`, `${fill}-fill`] as const,
    [`${fill}-edge`, 'canvas'] as const,
    [`${fill}-edge`, 'raised'] as const,
  ]),
];

describe.each(['light', 'dark'] as const)('%s', (theme) => {
  test.each(TEXT)('text %s on %s reaches 4.5', (text, ground) => {
    expect(contrast(text, ground, theme)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(EDGES)('edge %s on %s reaches 3', (edge, ground) => {
    expect(contrast(edge, ground, theme)).toBeGreaterThanOrEqual(3);
  });
});

test('the computation knows black on white', () => {
  expect(linear(1, 0, 0).map((value) => Math.round(value * 1000))).toEqual([1000, 1000, 1000]);
  expect(linear(0, 0, 0)).toEqual([0, 0, 0]);
});

test('high contrast replaces every colour token', () => {
  const all = [...css.matchAll(/^ {2}--([\w-]+): light-dark/gm)].map((match) => match[1]);
  const forced = css.slice(css.indexOf('forced-colors: active'));
  const missing = all.filter((name) => !forced.includes(`--${name}:`) && name !== 'veil');
  expect(missing).toEqual([]);
});

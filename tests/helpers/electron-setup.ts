import { resolve } from 'node:path';
import { build } from '#electron/dev/build.node.ts';
import { describeRuntime, resolveElectron } from '#electron/runtime/resolve.node.ts';
import { openDisplay, prepareForWindows } from '#electron/runtime/system.node.ts';
import { RUNTIME } from './electron-app.ts';

/** Before all window tests: Electron, its libraries, a screen and a fresh build. */
// Playwright takes the default export.
// oxlint-disable-next-line import/no-default-export
export default async function setup(): Promise<() => Promise<void>> {
  const say = (line: string): void => console.log(line);
  const runtime = await resolveElectron({ root: resolve(import.meta.dirname, '../..'), say });
  prepareForWindows(runtime.executable, say);
  await build(say);
  const { display, stop } = await openDisplay();
  if (display !== null) process.env['DISPLAY'] = display;
  // Workers are separate processes; the environment is what they inherit.
  process.env[RUNTIME] = JSON.stringify(runtime);
  say(`End-to-end tests run in real windows of ${describeRuntime(runtime)}.`);
  return stop;
}

import type { Page } from '@playwright/test';

/**
 * Watches from now on, frame by frame, that the focus is somewhere and can be seen, and that no
 * pointer is used. `broken` answers with what went wrong, in words.
 */
export async function watchFocus(page: Page): Promise<{ broken(): Promise<string[]> }> {
  await page.evaluate(() => {
    const broken: string[] = [];
    Object.assign(window, { focusBroken: broken });
    const say = (text: string): void => {
      if (broken.at(-1) !== text) broken.push(text);
    };
    addEventListener('pointerdown', () => say('a pointer was used'), { capture: true });
    let last = 'nothing yet';
    const look = (): void => {
      const at = document.activeElement;
      const name = at?.getAttribute('aria-label') ?? at?.id ?? at?.tagName ?? '';
      if (at === null || at === document.body) say(`lost after ${last}`);
      // A list with one chosen line may keep the focus and show the line.
      else if (!at.matches(':focus-visible')) say(`not visible on ${name}`);
      last = name;
      requestAnimationFrame(look);
    };
    look();
  });
  return {
    broken: async () => await page.evaluate(() => Reflect.get(window, 'focusBroken') as string[]),
  };
}

/** Presses Tab until `name` has the focus; gives up after `most`. */
export async function tabTo(page: Page, name: string, most = 30): Promise<void> {
  const labelled = page.locator(':focus').and(page.getByLabel(name, { exact: true }));
  for (let press = 0; press < most; press++) {
    if ((await labelled.count()) > 0) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${name}`);
}

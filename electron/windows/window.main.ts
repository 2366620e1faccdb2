import { BrowserWindow, nativeTheme } from 'electron';
import { START_PAGE } from './renderer-files.ts';
import type { WindowSize } from './window-size.ts';
import { MIN_SIZE } from './window-size.ts';

export interface WindowPlan {
  readonly preload: string;
  readonly size: WindowSize;
  readonly title: string;
  /** Developer tools and the page's `holdfast.development`. */
  readonly development: boolean;
}

/** `--canvas` of the renderer's tokens in both themes, for the moment before the first paint. */
const CANVAS = { light: '#fbfcfd', dark: '#13161a' };

/** The switch by which the preload learns that this is an unpackaged app. */
const DEVELOPMENT_SWITCH = '--holdfast-development';

/** The only place that makes windows. Shown at the first paint, so nothing flashes. */
export function openWindow(plan: WindowPlan): BrowserWindow {
  const window = new BrowserWindow({
    width: plan.size.width,
    height: plan.size.height,
    minWidth: MIN_SIZE.width,
    minHeight: MIN_SIZE.height,
    useContentSize: true,
    show: false,
    title: plan.title,
    backgroundColor: nativeTheme.shouldUseDarkColors ? CANVAS.dark : CANVAS.light,
    autoHideMenuBar: true,
    webPreferences: {
      preload: plan.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: plan.development,
      additionalArguments: plan.development ? [DEVELOPMENT_SWITCH] : [],
    },
  });
  window.once('ready-to-show', () => window.show());
  // The page's own title would drop the desk's name, which tells two desks apart.
  window.on('page-title-updated', (event) => event.preventDefault());
  void window.loadURL(START_PAGE);
  return window;
}

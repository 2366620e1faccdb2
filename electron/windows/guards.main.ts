import type { App, Session, WebContents } from 'electron';
import { isOurPage, mayNavigate, mayRequest } from './navigation.ts';
import { isPermitted } from './permissions.ts';

/** Keeps every page that will ever exist, however it came to be, inside our origin. */
export function guardNavigation(app: App, log: (line: string) => void): void {
  app.on('web-contents-created', (_event, contents) => guardContents(contents, log));
}

/** The guard of one page. Refusals are logged without the address, which may hold what someone typed. */
export function guardContents(
  contents: Pick<WebContents, 'on' | 'setWindowOpenHandler'>,
  log: (line: string) => void,
): void {
  const stay = (event: { preventDefault(): void; readonly url: string }): void => {
    if (mayNavigate(event.url)) return;
    event.preventDefault();
    log('navigation refused');
  };
  contents.on('will-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => {
    log('window refused');
    return { action: 'deny' };
  });
}

/** What pages may ask the system for, and which requests leave at all. */
export function guardSession(session: Session, development: boolean): void {
  session.setPermissionRequestHandler((contents, permission, callback) => {
    callback(isPermitted(permission, isOurPage(contents.getURL())));
  });
  session.setPermissionCheckHandler((_contents, permission, origin) =>
    isPermitted(permission, isOurPage(origin)),
  );
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler(null);
  session.on('select-hid-device', (event, _details, callback) => {
    event.preventDefault();
    callback();
  });
  session.on('select-serial-port', (event, _ports, _contents, callback) => {
    event.preventDefault();
    callback('');
  });
  session.on('select-usb-device', (event, _details, callback) => {
    event.preventDefault();
    callback();
  });
  session.webRequest.onBeforeRequest((details, callback) => {
    callback({ cancel: !mayRequest(details.url, development) });
  });
  // Dictionaries would be fetched from the network.
  session.setSpellCheckerEnabled(false);
}

import { readFile, readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { protocol } from 'electron';
import type { Session } from 'electron';
import { SCHEME, lookUp } from './renderer-files.ts';
import { responseHeaders } from './response-headers.ts';

/** Contents by the path under which the page asks for them. */
type RendererFiles = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

/** Must run before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
}

/**
 * Every file below `folder`. Read whole, once, before the window opens: a page never finds half of
 * one build and half of the next.
 */
export async function readRendererFiles(folder: string): Promise<RendererFiles> {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const path = `/${relative(folder, file).split(sep).join('/')}`;
    files.set(path, new Uint8Array(await readFile(file)));
  }
  return files;
}

export function serveRendererFiles(session: Session, files: RendererFiles): void {
  session.protocol.handle(SCHEME, (request) => {
    const found =
      request.method === 'GET' || request.method === 'HEAD' ? lookUp(files, request.url) : null;
    if (found === null) {
      return new Response('Not found', {
        status: 404,
        headers: responseHeaders('text/plain; charset=utf-8'),
      });
    }
    const body = request.method === 'HEAD' ? null : found.file;
    return new Response(body, { headers: responseHeaders(found.type) });
  });
}

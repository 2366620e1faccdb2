import { readFile, readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { protocol } from 'electron';
import type { Session } from 'electron';
import { SCHEME, lookUp } from './renderer-files.ts';
import type { RendererFiles } from './renderer-files.ts';
import { responseHeaders } from './response-headers.ts';

/** Must run before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
}

/** Every file below `folder`, by the path under which the page asks for it. Read once, at start. */
export async function listRendererFiles(folder: string): Promise<RendererFiles> {
  const files = new Map<string, string>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    files.set(`/${relative(folder, file).split(sep).join('/')}`, file);
  }
  return files;
}

export function serveRendererFiles(session: Session, files: RendererFiles): void {
  session.protocol.handle(SCHEME, async (request) => {
    const found =
      request.method === 'GET' || request.method === 'HEAD' ? lookUp(files, request.url) : null;
    if (found === null) {
      return new Response('Not found', {
        status: 404,
        headers: responseHeaders('text/plain; charset=utf-8'),
      });
    }
    const body = request.method === 'HEAD' ? null : new Uint8Array(await readFile(found.file));
    return new Response(body, { headers: responseHeaders(found.type) });
  });
}

import { mkdir, rename, rm } from 'node:fs/promises';

/**
 * Lets `make` fill a new folder beside `folder` and puts it in its place when it is whole; until
 * then, and when making fails, the old one stays as it was.
 */
export async function madeBeside(
  folder: string,
  make: (beside: string) => Promise<void>,
): Promise<void> {
  const made = `${folder}.new`;
  const old = `${folder}.old`;
  for (const left of [made, old]) await rm(left, { recursive: true, force: true });
  await mkdir(made, { recursive: true });
  try {
    await make(made);
    await rename(folder, old).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    });
    await rename(made, folder);
  } finally {
    for (const left of [made, old]) await rm(left, { recursive: true, force: true });
  }
}

import { resolve } from 'node:path';

// Beside the clone, where nothing else is said.
const ROOT = resolve(import.meta.dirname, '../..');
const folder = (name: string, beside: string) =>
  resolve(ROOT, process.env[name] ?? `../shared/${beside}`);

/** A file of real data, which is no part of the repository; `HOLDFAST_DATA` names its folder. */
export function realData(file: string): string {
  return resolve(folder('HOLDFAST_DATA', 'data'), file);
}

/** Folder of the four source documents, no part of the repository either: `HOLDFAST_SEEDS`. */
export function sourceDocuments(): string {
  return folder('HOLDFAST_SEEDS', 'seeds');
}

import { contextBridge, ipcRenderer } from 'electron';
import type { HostPort } from '#electron/transports/messages.ts';

type OnValue = Parameters<HostPort['subscribe']>[2];

// The page gets named functions and never a channel: what it may ask for is the contract's matter.
const watching = new Map<number, OnValue>();
let lastId = 0;

ipcRenderer.on('subscribe', (_event, id: number, envelope: Parameters<OnValue>[0]) => {
  watching.get(id)?.(envelope);
});

function subscribe(name: string, input: unknown, on: OnValue): () => void {
  const id = ++lastId;
  watching.set(id, on);
  ipcRenderer.send('subscribe', { id, open: { name, input } });
  return () => {
    if (watching.delete(id)) ipcRenderer.send('subscribe', { id, open: null });
  };
}

let stopAsking = (): void => undefined;

contextBridge.exposeInMainWorld('holdfast', {
  invoke: (name: string, input: unknown): ReturnType<HostPort['invoke']> =>
    ipcRenderer.invoke('invoke', { name, input }),
  subscribe,
  onCloseRequested: (ask: () => void): void => {
    stopAsking();
    stopAsking = subscribe('app.closeRequests', {}, () => ask());
  },
  development: process.argv.includes('--holdfast-development'),
});

import { createContext, use } from 'react';
import type { ReactNode } from 'react';
import { must } from '#db/kernel/must.ts';
import type { CommandName, InputOf, OutputOf } from '#electron/contract/contract.ts';
import type { Envelope } from '#electron/contract/envelope.ts';
import type { Bridge } from './bridge.ts';
import { createLiveStore } from './live-store.ts';
import type { LiveStore } from './live-store.ts';

/** The contract as screens call it. */
export interface Client {
  /** Runs a command. Never rejects: a broken bridge answers like a failed host. */
  run<N extends CommandName>(name: N, input: InputOf<N>): Promise<Envelope<OutputOf<N>>>;
  readonly live: LiveStore;
  readonly bridge: Bridge;
}

export function createClient(bridge: Bridge): Client {
  return {
    bridge,
    live: createLiveStore(bridge),
    run: async (name, input) => {
      try {
        // The host made this value under the contract's type; both are built together.
        return (await bridge.invoke(name, input)) as Envelope<OutputOf<typeof name>>;
      } catch (error) {
        return {
          ok: false,
          error: { code: 'internal', message: String(error), retry: false, details: {} },
        };
      }
    },
  };
}

const ClientContext = createContext<Client | null>(null);

export function ClientProvider(props: { client: Client; children: ReactNode }) {
  return <ClientContext value={props.client}>{props.children}</ClientContext>;
}

export function useClient(): Client {
  return must(use(ClientContext), 'no ClientProvider above');
}

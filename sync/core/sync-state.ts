import { unreachable } from '#db/kernel/must.ts';

/** Longest silence of central after which a connection no longer counts as one. Milliseconds. */
export const SILENCE = 90_000;

/** What a person is told about sync, in one word. */
export type Light =
  | 'filling'
  | 'up_to_date'
  | 'syncing'
  | 'offline'
  | 'attention'
  | 'update_needed'
  | 'revoked'
  /** Another computer works with a copy of this file, and came first. */
  | 'in_use'
  /** Nothing can be stored here: sync waits until there is room. */
  | 'disk_full'
  /** This desk has no central, and is whole without one. */
  | 'standalone'
  /** Its move to a central was cut off: central may have it, so nothing may change here. */
  | 'adopting';

/** Who is too old for the other: ops wait, rows still come as far as both understand them. */
export type Outdated = 'device_update' | 'central_update';

/** All that the light depends on. Counts come from the replica, never from arithmetic. */
export interface SyncState {
  /** `none`: there is no central to connect to. */
  readonly link: 'connecting' | 'connected' | 'lost' | 'unplugged' | 'none';
  /** Why nothing of ours is taken, though a cable would do: central would have none of us, or not yet. */
  readonly refused: 'revoked' | 'update_needed' | 'in_use' | 'adopting' | null;
  /** Set while `update_needed`. */
  readonly needs: Outdated | null;
  /** The first fill is complete. */
  readonly ready: boolean;
  /** The last thing to be stored found no room. */
  readonly full: boolean;
  readonly waiting: number;
  readonly attention: number;
  /** Checksums compared equal with nothing waiting, and no row changed here since. */
  readonly verified: boolean;
  /** Since this connection began central was asked, and had nothing we lack. */
  readonly current: boolean;
  /** When central last answered, milliseconds. */
  readonly heard_at: number | null;
}

export type SyncEvent =
  /** Read from the replica after any transaction. */
  | {
      readonly kind: 'counted';
      readonly ready: boolean;
      readonly waiting: number;
      readonly attention: number;
      /** Rows of a life that central has lost may be here. */
      readonly doubted: boolean;
    }
  /** The file was opened, and belongs to no central. */
  | { readonly kind: 'standalone'; readonly adopting: boolean }
  | { readonly kind: 'connecting' }
  /** Central took us in; with `needs` as one of another version. */
  | { readonly kind: 'connected'; readonly at: number; readonly needs?: Outdated | null }
  | { readonly kind: 'lost' }
  | { readonly kind: 'unplugged' }
  | { readonly kind: 'plugged' }
  | { readonly kind: 'revoked' }
  /** Not a word in common: nothing travels at all. */
  | { readonly kind: 'incompatible'; readonly needs: Outdated }
  | { readonly kind: 'in_use' }
  /** Something could not be stored for lack of room. */
  | { readonly kind: 'full' }
  /** A local op was committed. */
  | { readonly kind: 'wrote' }
  /** Another device says there is something to fetch. */
  | { readonly kind: 'hinted' }
  /** Central has judged some of our ops, some of them perhaps `rejected`. */
  | { readonly kind: 'pushed'; readonly at: number }
  | { readonly kind: 'pulled'; readonly rows: number; readonly at: number }
  /** Central can no longer tell what changed since: what is missing here is still to be found. */
  | { readonly kind: 'forgotten'; readonly at: number }
  /** Checksums were compared at one snapshot. */
  | { readonly kind: 'compared'; readonly equal: boolean; readonly at: number }
  /** Central answered, whatever it was: the connection lives. */
  | { readonly kind: 'heard'; readonly at: number }
  /** Central answered, and it is on disk: a part of a first fill, or of what the feed forgot. */
  | { readonly kind: 'stored'; readonly at: number }
  /** Nothing happened; time passed. */
  | { readonly kind: 'time'; readonly at: number };

export const INITIAL: SyncState = {
  link: 'connecting',
  refused: null,
  needs: null,
  ready: false,
  full: false,
  waiting: 0,
  attention: 0,
  verified: false,
  current: false,
  heard_at: null,
};

/** The state after an event. Total: every event is legal in every state. */
export function next(state: SyncState, event: SyncEvent): SyncState {
  // Without a central nothing happens to a desk but its own work.
  if (state.link === 'none' && event.kind !== 'counted') return state;
  switch (event.kind) {
    case 'standalone':
      return {
        ...state,
        link: 'none',
        refused: event.adopting ? 'adopting' : null,
        needs: null,
      };
    case 'counted': {
      const { ready, waiting, attention, doubted } = event;
      const verified = state.verified && waiting === 0 && !doubted;
      return { ...state, ready, waiting, attention, verified };
    }
    case 'connecting':
      return state.link === 'unplugged' ? state : { ...state, link: 'connecting', current: false };
    case 'connected': {
      const needs = event.needs ?? null;
      return {
        ...state,
        // A handshake that was under way when the cable was pulled must not plug it in again.
        link: state.link === 'unplugged' ? 'unplugged' : 'connected',
        refused: needs === null ? null : 'update_needed',
        needs,
        current: false,
        heard_at: event.at,
      };
    }
    case 'lost':
      return state.link === 'unplugged' ? state : { ...state, link: 'lost', current: false };
    case 'unplugged':
      return { ...state, link: 'unplugged', current: false };
    case 'plugged':
      return state.link === 'unplugged' ? { ...state, link: 'connecting' } : state;
    case 'revoked':
      return { ...state, refused: 'revoked', needs: null, current: false };
    case 'incompatible':
      return { ...state, refused: 'update_needed', needs: event.needs, current: false };
    case 'in_use':
      return { ...state, refused: 'in_use', needs: null, current: false };
    case 'full':
      return { ...state, full: true, current: false };
    case 'wrote':
      return { ...state, full: false, verified: false };
    case 'hinted':
      return { ...state, current: false };
    case 'pushed':
      return { ...state, full: false, verified: false, current: false, heard_at: event.at };
    case 'pulled':
      return {
        ...state,
        // Rows were stored; nothing proves nothing.
        full: state.full && event.rows === 0,
        verified: state.verified && event.rows === 0,
        current: event.rows === 0,
        heard_at: event.at,
      };
    case 'forgotten':
      return { ...state, verified: false, current: false, heard_at: event.at };
    case 'compared':
      return {
        ...state,
        // That it was equal, or what was not, is put on record.
        full: false,
        // Ops still waiting would change the rows that were compared.
        verified: event.equal && state.waiting === 0,
        current: event.equal,
        heard_at: event.at,
      };
    case 'heard':
      return { ...state, heard_at: event.at };
    case 'stored':
      return { ...state, full: false, heard_at: event.at };
    case 'time': {
      // A laptop that slept still believes in its connection; of one whose clock was set back as well
      // nobody knows how long.
      const silence = Math.abs(event.at - (state.heard_at ?? 0));
      return state.link === 'connected' && silence > SILENCE
        ? { ...state, link: 'lost', current: false }
        : state;
    }
    default:
      return unreachable(event);
  }
}

export function lightOf(state: SyncState): Light {
  if (state.refused !== null) return state.refused;
  if (state.link === 'none') return 'standalone';
  if (state.full) return 'disk_full';
  if (state.link === 'lost' || state.link === 'unplugged') return 'offline';
  if (!state.ready) return 'filling';
  if (state.attention > 0) return 'attention';
  const settled = state.link === 'connected' && state.waiting === 0;
  return settled && state.verified && state.current ? 'up_to_date' : 'syncing';
}

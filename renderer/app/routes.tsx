import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  redirect,
} from '@tanstack/react-router';
import { isId } from '#db/kernel/id.ts';
import { BoardScreen } from '#renderer/features/bookings/board-screen.tsx';
import type { BoardAddress } from '#renderer/features/bookings/board.store.ts';
import { ConflictsScreen } from '#renderer/features/conflicts/conflicts-screen.tsx';
import { Failure } from '#renderer/ui/failure.tsx';
import { Shell } from './shell.tsx';

interface ConflictsSearch {
  readonly tab?: 'settled';
  readonly id?: string;
}

const root = createRootRoute({ component: Shell });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    // The router's way to redirect is to throw.
    // oxlint-disable-next-line typescript/only-throw-error
    throw redirect({ to: '/board' });
  },
});

const board = createRoute({
  getParentRoute: () => root,
  path: '/board',
  component: BoardScreen,
  validateSearch: (search: Record<string, unknown>): BoardAddress => ({
    ...(typeof search['day'] === 'string' && /^\d{4}-\d\d-\d\d$/.test(search['day'])
      ? { day: search['day'] }
      : {}),
    ...(search['view'] === 'day' || search['view'] === 'week' ? { view: search['view'] } : {}),
    ...(typeof search['booking'] === 'string' && isId(search['booking'])
      ? { booking: search['booking'] }
      : {}),
  }),
});

const conflicts = createRoute({
  getParentRoute: () => root,
  path: '/conflicts',
  component: ConflictsScreen,
  validateSearch: (search: Record<string, unknown>): ConflictsSearch => ({
    ...(search['tab'] === 'settled' ? { tab: search['tab'] } : {}),
    ...(typeof search['id'] === 'string' && isId(search['id']) ? { id: search['id'] } : {}),
  }),
});

/** A screen that fails to render says so in the words of every other failure. */
function ScreenFailed(props: { reset: () => void }) {
  return (
    <Failure
      error={{ code: 'internal', message: '', retry: true, details: {} }}
      onRetry={props.reset}
    />
  );
}

/** Addresses live behind the hash: the page itself is one packaged file. */
export function createAppRouter() {
  return createRouter({
    routeTree: root.addChildren([home, board, conflicts]),
    history: createHashHistory(),
    defaultErrorComponent: ScreenFailed,
    defaultStructuralSharing: true,
    scrollRestoration: false,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}

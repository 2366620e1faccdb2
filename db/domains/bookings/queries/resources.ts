import type { Page } from '#db/kernel/page.ts';
import type { Reads } from '#db/schema/access.ts';
import { folded } from '../rules/search-text.ts';
import type { BookingTables } from '../tables-seen.ts';
import type { BoardResource } from '../views.ts';
import { BOARD_RESOURCE } from './slots.ts';

/** Serves `resources.board`. Search looks at name, place and category; case and accents do not matter. */
export function boardResources(
  reads: Reads<BookingTables>,
  input: { readonly search: string; readonly offset: number; readonly limit: number },
): Page<BoardResource> {
  const all = reads.sql
    .selectFrom('resources')
    .select(BOARD_RESOURCE)
    .orderBy('kind')
    .orderBy('place')
    .orderBy('category')
    .orderBy('position')
    .orderBy('name');
  const wanted = folded(input.search.trim()).split(/\s+/).filter(Boolean);
  if (wanted.length === 0) {
    const counted = reads.first(
      reads.sql.selectFrom('resources').select((eb) => eb.fn.countAll<number>().as('total')),
    );
    return {
      rows: reads.all(all.limit(input.limit).offset(input.offset)),
      total: counted?.total ?? 0,
    };
  }
  const rows = reads.all(all).filter((resource) => {
    const text = folded(`${resource.name} ${resource.place} ${resource.category}`);
    return wanted.every((word) => text.includes(word));
  });
  return { rows: rows.slice(input.offset, input.offset + input.limit), total: rows.length };
}

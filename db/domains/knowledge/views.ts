import type { Row } from '#db/schema/table.ts';
import type { kb_articles } from './tables.ts';

export interface FoundArticle {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly category_name: string | null;
  readonly visibility: Row<typeof kb_articles>['visibility'];
  readonly locale: string;
  readonly published_at: string | null;
}

import type { CanonicalRow } from '#db/schema/table.ts';
import { createRandom } from '#resources/generate/random.ts';
import { paragraph, subjectLine } from '#resources/generate/words.ts';
import { NOW } from '#tests/fixtures/work.ts';
import type { Work } from '#tests/fixtures/work.ts';

const ARTICLES = 2000;

/** A knowledge base of a large house, which grows with people's diligence and not with time. */
export function addArticles({ connection, acting }: Work): void {
  const random = createRandom(1);
  const { organization_id, ids } = acting;
  const stamps = { organization_id, created_at: NOW, updated_at: NOW, row_version: 0 };
  const add = (table: string, row: CanonicalRow) => {
    const whole = { id: ids.next(), ...stamps, ...row };
    const marks = Object.keys(whole).map(() => '?');
    connection
      .prepare(
        `INSERT INTO ${table} (${Object.keys(whole).join(', ')}) VALUES (${marks.join(', ')})`,
      )
      .run(...Object.values(whole));
    return whole.id;
  };
  connection.transaction(() => {
    const category_id = add('kb_categories', { name: 'Everything', slug: 'everything' });
    for (let at = 0; at < ARTICLES; at++) {
      const published = at % 10 !== 0;
      const id = ids.next();
      add('kb_articles', {
        id,
        category_id,
        slug: `article-${at}`,
        title: subjectLine(random),
        summary: paragraph(random, 2),
        body: Array.from({ length: 12 }, () => paragraph(random, 4)).join('\n\n'),
        state: published ? 'published' : 'draft',
        published_version_id: published ? ids.next() : null,
        published_at: published ? NOW : null,
      });
    }
  });
}

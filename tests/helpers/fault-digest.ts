import { createHash } from 'node:crypto';
import { openDriver } from '#db/sqlite/driver.node.ts';

/** Everything a file holds: version, schema as its SQL stands, every row of every table. */
export function digestOf(file: string): string {
  const driver = openDriver(file, { readonly: false, fileMustExist: true, timeout: 0 });
  try {
    const damage = driver.pragma('integrity_check', { simple: true });
    if (damage !== 'ok') return `damaged: ${String(damage)}`;
    const schema = driver
      .prepare<{ type: string; name: string; sql: string | null }>(
        'SELECT type, name, sql FROM sqlite_schema ORDER BY type, name',
      )
      .all();
    const hash = createHash('sha1').update(String(driver.pragma('user_version', { simple: true })));
    hash.update(JSON.stringify(schema));
    for (const { name } of schema.filter(({ type }) => type === 'table')) {
      hash.update(JSON.stringify(driver.prepare(`SELECT * FROM "${name}"`).all()));
    }
    return hash.digest('hex');
  } finally {
    driver.close();
  }
}

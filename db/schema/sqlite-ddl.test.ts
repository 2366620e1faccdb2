import { expect, test } from 'vitest';
import { boxes, policyRegistry, things } from '#tests/helpers/policy-tables.ts';
import { drafts, keys, oddRegistry, plans, prices } from '#tests/helpers/odd-tables.ts';
import { quoted, sqliteDdl, whileCondition } from './sqlite-ddl.ts';

test('the DDL of a table is what a person would have written', () => {
  const ddl = sqliteDdl(policyRegistry).find((each) => each.table === things);
  expect(ddl?.create).toMatchInlineSnapshot(`
    "CREATE TABLE "things" (
      row_no INTEGER PRIMARY KEY,
      "id" TEXT NOT NULL UNIQUE,
      "organization_id" TEXT NOT NULL,
      "box_id" TEXT REFERENCES "boxes"(id) DEFERRABLE INITIALLY DEFERRED,
      "title" TEXT NOT NULL,
      "note" TEXT NOT NULL DEFAULT '',
      "counted" INTEGER NOT NULL DEFAULT 0,
      "highest" INTEGER,
      "lowest" INTEGER,
      "tags" TEXT NOT NULL DEFAULT '[]' CHECK (json_valid("tags")),
      "judged" TEXT NOT NULL DEFAULT '',
      "strict" INTEGER NOT NULL DEFAULT 0,
      "opens" INTEGER NOT NULL DEFAULT 1,
      "closes" INTEGER NOT NULL DEFAULT 2,
      "seen_at" TEXT,
      "made_by" TEXT,
      "created_at" TEXT NOT NULL,
      "updated_at" TEXT NOT NULL,
      "created_by" TEXT,
      "updated_by" TEXT,
      "row_version" INTEGER NOT NULL DEFAULT 0,
      CHECK (closes > opens),
      CHECK (title <> note)
    ) STRICT;"
  `);
  expect(ddl?.indexes).toMatchInlineSnapshot(`
    [
      {
        "create": "CREATE INDEX "things_box_id" ON "things" ("box_id");",
        "name": "things_box_id",
      },
    ]
  `);
  expect(ddl?.search).toMatchInlineSnapshot(`
    {
      "create": "CREATE VIRTUAL TABLE things_search USING fts5(title, note, content='things', content_rowid='row_no', tokenize='unicode61 remove_diacritics 2', prefix='2 3');",
      "name": "things_search",
      "rebuild": "INSERT INTO things_search(things_search) VALUES ('rebuild');",
      "triggers": [
        {
          "create": "CREATE TRIGGER things_search_insert AFTER INSERT ON things BEGIN
      INSERT INTO things_search(rowid, title, note) VALUES (new.row_no, new.title, new.note);
    END;",
          "name": "things_search_insert",
        },
        {
          "create": "CREATE TRIGGER things_search_delete AFTER DELETE ON things BEGIN
      INSERT INTO things_search(things_search, rowid, title, note) VALUES ('delete', old.row_no, old.title, old.note);
    END;",
          "name": "things_search_delete",
        },
        {
          "create": "CREATE TRIGGER things_search_update AFTER UPDATE OF title, note ON things WHEN old.title IS NOT new.title OR old.note IS NOT new.note BEGIN
      INSERT INTO things_search(things_search, rowid, title, note) VALUES ('delete', old.row_no, old.title, old.note);
      INSERT INTO things_search(rowid, title, note) VALUES (new.row_no, new.title, new.note);
    END;",
          "name": "things_search_update",
        },
      ],
    }
  `);
});

test('what is unique is indexed, but not refused: central has judged it', () => {
  const ddl = sqliteDdl(policyRegistry).find((each) => each.table === boxes);
  expect(ddl?.indexes.map((index) => index.create)).toEqual([
    'CREATE INDEX "boxes_label" ON "boxes" ("label");',
  ]);
});

test('a quote in a name cannot end it', () => {
  expect(quoted('a"b')).toBe('"a""b"');
});

const odd = sqliteDdl(oddRegistry);
const oddOf = (table: (typeof odd)[number]['table']) => odd.find((each) => each.table === table);

test('generated columns stand behind the stored ones, and keys may name them', () => {
  expect(oddOf(plans)?.create).toContain(
    `"scope_key" TEXT GENERATED ALWAYS AS (case when producer_id`,
  );
  expect(oddOf(plans)?.indexes.map((index) => index.create)).toEqual([
    'CREATE INDEX "plans_scope_key_title" ON "plans" ("scope_key", "title");',
    `CREATE INDEX "plans_scope_key_while_status" ON "plans" ("scope_key") WHERE "status" IN ('active');`,
    'CREATE INDEX "plans_title_while_is_default" ON "plans" ("title") WHERE "is_default" IN (1);',
    'CREATE INDEX "plans_position_while_is_active" ON "plans" ("position") WHERE "is_active" IN (1);',
  ]);
});

test('money is a number, every other new kind is text', () => {
  const create = oddOf(prices)?.create ?? '';
  for (const line of [
    '"amount" INTEGER NOT NULL,',
    `"rate" TEXT NOT NULL DEFAULT '0.000',`,
    '"from_day" TEXT NOT NULL,',
    `"opens" TEXT NOT NULL DEFAULT '09:00',`,
    '"meant_for" TEXT,',
  ]) {
    expect(create).toContain(`\n  ${line}\n`);
  }
});

test('a replica has no table that never leaves central, and has its own local ones', () => {
  expect(oddOf(keys)).toBeUndefined();
  expect(oddOf(drafts)?.search?.name).toBe('drafts_search');
});

test('a condition names null apart, and quotes what it names', () => {
  expect(whileCondition({ column: 'a', values: [null] }, 'twin')).toBe('twin."a" IS NULL');
  expect(whileCondition({ column: 'a', values: ["it's", 2, null] })).toBe(
    `("a" IN ('it''s', 2) OR "a" IS NULL)`,
  );
});

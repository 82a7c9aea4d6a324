-- A PostgreSQL schema as rows to compare, the server's own words for each thing. pawl's
-- tables and what belongs to an extension are left out. Rolled back, as PGlite's one
-- backend would keep the view for the next client.
BEGIN;
CREATE TEMP VIEW mine AS
SELECT c.oid, c.relkind FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relname NOT LIKE '\_migrations%';

SELECT 'column', a.attrelid::regclass, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
       a.attgenerated, pg_get_expr(d.adbin, d.adrelid), col_description(a.attrelid, a.attnum)
FROM pg_attribute a
JOIN mine c ON c.oid = a.attrelid AND c.relkind IN ('r', 'v')
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attrelid::regclass::text, a.attname;

SELECT 'constraint', conrelid::regclass, conname, pg_get_constraintdef(pg_constraint.oid)
FROM pg_constraint JOIN mine c ON c.oid = conrelid
ORDER BY conrelid::regclass::text, conname;

SELECT 'index', pg_get_indexdef(indexrelid)
FROM pg_index JOIN mine c ON c.oid = indrelid
ORDER BY 2;

SELECT 'trigger', pg_get_triggerdef(t.oid)
FROM pg_trigger t WHERE NOT tgisinternal
ORDER BY 2;

SELECT 'routine', pg_get_functiondef(p.oid), obj_description(p.oid, 'pg_proc')
FROM pg_proc p
WHERE pronamespace = 'public'::regnamespace
  AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = p.oid AND deptype = 'e')
ORDER BY 2;

SELECT 'view', viewname, definition FROM pg_views WHERE schemaname = 'public' ORDER BY 2;
SELECT 'comment', c.oid::regclass, obj_description(c.oid, 'pg_class') FROM mine c
WHERE obj_description(c.oid, 'pg_class') IS NOT NULL ORDER BY c.oid::regclass::text;
SELECT 'extension', extname FROM pg_extension ORDER BY 2;
ROLLBACK;

CREATE TEMP TRIGGER t_update AFTER UPDATE ON t
BEGIN
  UPDATE t SET kind = CASE WHEN new.a = 1 THEN 'x' ELSE CASE b WHEN 2 THEN 'y;' END END WHERE id = new.id;
  SELECT CASE WHEN 1 THEN RAISE(ABORT, 'no; END;') END;
  -- END;
  INSERT INTO "end" VALUES (1); /* END; */
END;
create temporary trigger if not exists t_update AFTER UPDATE ON t
BEGIN
  UPDATE t SET kind = CASE WHEN new.a = 1 THEN 'x' ELSE CASE b WHEN 2 THEN 'y;' END END WHERE id = new.id;
  SELECT CASE WHEN 1 THEN RAISE(ABORT, 'no; END;') END;
  -- END;
  INSERT INTO "end" VALUES (1); /* END; */
END ;select 1
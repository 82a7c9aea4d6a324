CREATE TABLE [
-- pawl:nonsense
] (a);
CREATE TRIGGER x AFTER INSERT ON t BEGIN
-- pawl:nonsense
  UPDATE t SET a = CASE WHEN 1 THEN 2 END;
-- pawl:nonsense
END;
-- pawl:requires 1

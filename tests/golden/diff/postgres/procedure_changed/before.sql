CREATE PROCEDURE q(INOUT a integer) LANGUAGE plpgsql AS $$ BEGIN a := 1; END $$;

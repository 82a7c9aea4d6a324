CREATE PROCEDURE q(INOUT a integer) LANGUAGE plpgsql AS $$ BEGIN a := 2; END $$;
CREATE PROCEDURE q(a text, OUT b text) LANGUAGE plpgsql AS $$ BEGIN END $$;

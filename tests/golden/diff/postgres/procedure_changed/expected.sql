SET check_function_bodies = off;
CREATE PROCEDURE q(IN a text, OUT b text)
 LANGUAGE plpgsql
AS $procedure$ BEGIN END $procedure$;
CREATE OR REPLACE PROCEDURE q(INOUT a integer)
 LANGUAGE plpgsql
AS $procedure$ BEGIN a := 2; END $procedure$;

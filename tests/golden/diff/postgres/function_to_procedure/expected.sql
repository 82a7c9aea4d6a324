SET check_function_bodies = off;
DROP FUNCTION g();
CREATE PROCEDURE g()
 LANGUAGE plpgsql
AS $procedure$ BEGIN END $procedure$;
